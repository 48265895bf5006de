"""Prints the medians of results.csv as a Markdown table.

    table.py RESULTS
"""

import sys

import pandas as pd

rounds = pd.read_csv(sys.argv[1], skipinitialspace=True)
medians = rounds.groupby("system", sort=False).median(numeric_only=True).drop(columns="round")
print("| | " + " | ".join(medians.index) + " |")
print("|---" * (len(medians) + 1) + "|")
for figure in medians.columns:
    print(f"| {figure} | " + " | ".join(f"{value:,.6g}" for value in medians[figure]) + " |")
print(f"\nMedians of {rounds['round'].max()} rounds in turns; quality was measured once.")
