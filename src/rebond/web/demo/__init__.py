"""A clearly fictitious cast, so that every role can be tried; never in production.

Modules: ``cast`` (organisations and people), ``answers`` (filling any form with fictitious answers),
``story`` (calls at every stage, played through the services), ``filling`` (all of it, once).
"""
