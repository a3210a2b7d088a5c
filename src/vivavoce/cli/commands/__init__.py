"""The commands, one file each. A file defines `COMMAND`; its name is the command's."""
