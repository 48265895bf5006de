"""Cuts a log in two: what all systems learn from, and cases that none has seen.

    split.py LOG FOLDER   LOG: timestamp,visitorid,event,itemid,transactionid, plain or gzip

Visitors whose first event is in the last 5 % of the log's time are held out, each with the items before the last one, and
that one as what should be recommended. Writes train.csv, cases.jsonl and requests.lua (for wrk) into the folder.
"""

import json
import os
import sys

import pandas as pd

log, folder = sys.argv[1:]
events = pd.read_csv(log, dtype=str)
events["at"] = pd.to_numeric(events["timestamp"])
first = events.groupby("visitorid")["at"].transform("min")
cut = events["at"].min() + 0.95 * (events["at"].max() - events["at"].min())
past = events[events["at"] < cut]
past.drop(columns="at").to_csv(os.path.join(folder, "train.csv"), index=False)
known = set(past["itemid"])
cases = []
for _, of in events[first >= cut].sort_values("at", kind="stable").groupby("visitorid", sort=False):
    items = [item for item in of["itemid"] if item in known]
    if len(items) >= 2:
        cases.append({"items": items[:-1][-50:], "target": items[-1]})
with open(os.path.join(folder, "cases.jsonl"), "w") as out:
    for case in cases:
        out.write(json.dumps(case) + "\n")
bodies = [json.dumps({"session": [{"item_id": item} for item in case["items"]], "k": 20}) for case in cases]
with open(os.path.join(folder, "requests.lua"), "w") as out:
    out.write("local bodies = {\n" + "".join(f"[=[{body}]=],\n" for body in bodies) + "}\nlocal next = 0\n")
    out.write('local headers = {["Content-Type"] = "application/json", ["X-API-Key"] = os.getenv("KEY")}\n')
    out.write("function request()\n  next = next % #bodies + 1\n")
    out.write('  return wrk.format("POST", "/v1/recommendations", headers, bodies[next])\nend\n')
    out.write("function done(summary, latency, requests)\n")
    out.write('  io.write(string.format("RESULT %.0f %.3f %.3f %.3f %d\\n", summary.requests / summary.duration * 1e6, ')
    out.write("latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3, summary.errors.status ")
    out.write("+ summary.errors.connect + summary.errors.read + summary.errors.timeout))\nend\n")
print(f"{len(past):,} events to learn from, {past['itemid'].nunique():,} items; {len(cases):,} cases")
