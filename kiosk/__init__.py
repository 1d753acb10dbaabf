"""THE CORE: what a kiosk knows.

Forms and the journey through them, submissions and their receipts, the store, the
vault, the outbox, and one door for each face.

May import: the standard library, msgspec, platformdirs; sqlite_utils in `engine` only;
nacl in `vault` only.
May never: Qt, the network, gettext; ui, sync, i18n, resources, hub. It has no words for
citizens: a face asks it in codes and finds the words itself. What an operator must read
(a wrong setting, a full disk) is one plain English sentence on a `Known` error.
"""
