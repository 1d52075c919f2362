"""A sync client: copies all conversations, by page or by cursor as the API offers, and waits as long as it is told."""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

BASE = os.environ.get("BASE_URL", "http://localhost:4080")
KEY = os.environ.get("API_KEY", "combined-demo-key")
TRIES = 5


def get(query):
    url = f"{BASE}/api/user/conversations?{urllib.parse.urlencode(query)}"
    headers = {"Accept": "application/json", "Authorization": f"Bearer {KEY}"}
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            is_worth_a_try = error.code == 429 or error.code >= 500
            if not is_worth_a_try or attempt == TRIES:
                raise SystemExit(f"the list answered {error.code}")
            time.sleep(float(error.headers.get("Retry-After", attempt)))


def query_after(query, page):
    """The next page has a cursor, or a number that its URL tells. Filters are sent again each time."""
    if page.get("next_cursor") and "page" not in query:
        return {**query, "cursor": page["next_cursor"]}
    if not page.get("next_page_url"):
        return None
    parts = urllib.parse.urlsplit(page["next_page_url"])
    return {**query, "page": urllib.parse.parse_qs(parts.query)["page"][0]}


kept = {}
requests = 0
query = {"per_page": "50"}
while query is not None:
    page = get(query)
    requests += 1
    # A row that moved while we walked comes twice: the id tells.
    kept.update({row["id"]: row for row in page["data"]})
    query = query_after(query, page)

print(f"{len(kept)} conversations in {requests} requests")
