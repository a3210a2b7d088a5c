"""A local stand-in for the service: its paths, fields, framing and errors, spoken by espeak-ng.

`core` modules (`bodies`, `orders`, `times`, `refusals`, `switches`) know no web framework; `app`
and the `routes_*` modules put them behind Starlette; `workers` keeps the voices in processes.
"""
