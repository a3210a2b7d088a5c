"""A local stand-in for the service: its paths, fields, framing and errors, spoken by espeak-ng.

Core modules (`bodies`, `orders`, `times`, `refusals`, `switches`, `faults`, `striking`) know no web
framework; `app` and the `routes_*` modules put them behind Starlette, inside layers for slow
clients (`connections`), the log (`request_log`) and faults (`control`, `disturbing`); `workers`
keeps the voices in processes.
"""
