r"""THE CITIZEN FACE. What a person at the kiosk sees; the journey reads top to bottom.

    attract -> language -> home -> questions ... -> check -> receipt
                            |  \-> follow -> case
                            \-> help

May import: kiosk's citizen door and the types it gives, i18n, the rest of ui that is not
another face. May never: the store, the outbox, another face.
"""
