"""The municipality's end: for a municipality that has none.

A small Open311 GeoReport v2 server with one plain page for the clerks. It is
another house: a kiosk knows it only by its wire, and so does any other client.

May import: the standard library, msgspec, litestar, sqlalchemy, uvicorn, platformdirs
and the SQLite engine pysqlite3.
Never imports: kiosk, sync, ui, i18n, resources, Qt, or anything that makes requests.

The floors, each standing only on those below it:
    __main__                 composition: settings, ledger, socket, server
    app                      the Litestar application, its errors and its contract
    calls | counter          the doors: the GeoReport calls, the clerks' page
    casefile | contract      what the doors show: one request, the OpenAPI description
    page                     the frame of every page, and the list of requests
    markup                   HTML that is safe by construction
    office                   what the municipality does with a request
    ledger                   the only module that speaks SQL; engine opens what it writes on
    arguments                what a caller wrote, read strictly
    services | settings      what the municipality wrote, read strictly
    georeport                the wire: the types of the specification, as JSON and XML
    model | errors           requests and their stages; what can go wrong
"""
