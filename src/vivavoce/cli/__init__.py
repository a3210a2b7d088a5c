"""The command line, `viva`. Commands are files of `commands`; nothing else names them."""
