"""The application for any WSGI server: `flask --app wsgi run`, `granian wsgi:app`."""

from deliberate.app import create_app

app = create_app()
