"""How gunicorn serves the archive. BIND says where; the command line may say otherwise."""

import os

from gunicorn.http import message

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = 2
worker_class = "gthread"
threads = 4

# Seconds: a worker that is silent that long is replaced; a stop lets requests end for that long.
timeout = 30
graceful_timeout = 10

# A worker is replaced now and then, not both at once, so that memory does not creep.
max_requests = 10_000
max_requests_jitter = 1_000

control_socket_disable = True

# Whom to believe about scheme and prefix is Django's to say, by TRUSTED_PROXIES.
forwarded_allow_ips = ""
forwarder_headers = ""

# A query of 10,000 characters gets a page and a warning, not an error. In Thai each is nine bytes of
# the address. Gunicorn cuts whatever the setting says down to this constant, which is 8,190.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
