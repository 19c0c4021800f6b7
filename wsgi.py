"""The application as gunicorn and flask find it."""

from webapp import create_app

app = create_app()
