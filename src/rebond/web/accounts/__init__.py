"""Who acts: people, organisations with their territory, roles, invitations, sign-in.

Modules: ``kinds`` (the kinds of organisation and the roles in them), ``models``, ``actors`` (a person acting
for an organisation, the value that every service takes), ``access`` (what each view declares about who may
see it).
"""
