"""Asks a server for 20 items in each case, and prints HR@20 and MRR@20 in percent, of all cases and of those whose next
item is new to the shopper, asked with exclude_viewed.

    ask.py PORT CASES   asks 2,000 of the cases, evenly spread; KEY in the environment is the API key
"""

import http.client
import json
import os
import sys

port, file = sys.argv[1:]
with open(file) as lines:
    cases = [json.loads(line) for line in lines]
cases = [cases[i * len(cases) // 2000] for i in range(2000)] if len(cases) > 2000 else cases
server = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)


def quality(cases, exclude_viewed):
    hits = reciprocal = 0
    for case in cases:
        body = {"session": [{"item_id": item} for item in case["items"]], "k": 20, "exclude_viewed": exclude_viewed}
        headers = {"Content-Type": "application/json", "X-API-Key": os.environ["KEY"]}
        server.request("POST", "/v1/recommendations", json.dumps(body), headers)
        response = server.getresponse()
        answer = json.load(response)
        if response.status != 200:
            sys.exit(f"status {response.status}: {answer}")
        items = [item["item_id"] for item in answer["items"]]
        if case["target"] in items:
            hits += 1
            reciprocal += 1 / (1 + items.index(case["target"]))
    return f"{100 * hits / len(cases):.2f} {100 * reciprocal / len(cases):.2f}"


new = [case for case in cases if case["target"] not in case["items"]]
print(quality(cases, False), quality(new, True))
