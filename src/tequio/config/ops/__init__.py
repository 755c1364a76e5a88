"""What an operator does to an installation: the work behind the commands of config/cli.py."""
