from tequio.config.cli import main

main()
