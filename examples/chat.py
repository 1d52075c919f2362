"""A chat client: finds an assistant, begins a conversation, talks, reads it, and hands it over to a person."""

import json
import os
import urllib.error
import urllib.request

BASE = os.environ.get("BASE_URL", "http://localhost:4080")
KEY = os.environ.get("API_KEY", "combined-demo-key")


def call(method, path, body=None):
    headers = {"Accept": "application/json", "Authorization": f"Bearer {KEY}"}
    data = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        data = json.dumps(body).encode()
    request = urllib.request.Request(f"{BASE}/api/{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)
        raise SystemExit(f"{error.code}: {answer.get('error') or answer.get('message')}")


assistants = call("GET", "user/assistants/get?per_page=1")["data"]
if not assistants:
    raise SystemExit("the user has no assistant")
print(f"assistant: {assistants[0]['name']}")

created = call(
    "POST",
    "conversations",
    {
        "assistant_id": assistants[0]["uuid"],
        "type": "widget",
        "variables": {"customer_name": "Ada"},
    },
)
conversation = created["conversation_id"]
for message in created["history"]:
    print(f"{message['role']}: {message['content']}")

for text in ["Hello", "Can I talk to a person?"]:
    answer = call("POST", f"conversations/{conversation}/messages", {"message": text})
    print(f"user: {text}\nassistant: {answer['message']}")

call("POST", f"automate/conversations/{conversation}/disable-ai")
silent = call("POST", f"conversations/{conversation}/messages", {"message": "Hi?"})
print(f"the assistant is silent: {json.dumps(silent['message'] is None)}")

history = call("GET", f"conversations/{conversation}")["history"]
print(f"messages: {len(history)}")

row = call("GET", "user/conversations?per_page=1")["data"][0]
is_listed = row["id"] == conversation and row["message_count"] == len(history)
print(f"in the list: {json.dumps(is_listed)}")
