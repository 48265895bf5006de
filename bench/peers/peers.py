"""Recommenders that a Python shop would build, fitted on a log and served over HTTP by FastAPI.

    peers.py fit MODEL LOG FILE      MODEL: als, cosine, knn, recipe; writes FILE
    peers.py serve FILE PORT         POST /v1/recommendations as Nextcart answers it: session, k, exclude_viewed

Each has fit(sessions) and rank(items, k), items oldest first; a session is a list of item numbers.
"""

import heapq
import math
import os
import pickle
import sys
from collections import Counter, defaultdict

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix


def sessions_of(log):
    """The item ids and the sessions of a log, by the time of their last event."""
    events = pd.read_csv(log, dtype={"visitorid": str, "itemid": str}, usecols=["timestamp", "visitorid", "itemid"])
    codes, ids = pd.factorize(events["itemid"])
    events["item"] = codes
    events = events.sort_values(["visitorid", "timestamp"], kind="stable")
    ends = events.groupby("visitorid")["timestamp"].max().sort_values(kind="stable")
    items = events.groupby("visitorid")["item"].apply(list)
    return list(ids), [items[visitor] for visitor in ends.index]


def matrix(sessions, items):
    rows = np.repeat(np.arange(len(sessions)), [len(s) for s in sessions])
    columns = np.fromiter((i for s in sessions for i in s), dtype=np.int64)
    return csr_matrix((np.ones(len(columns), dtype=np.float32), (rows, columns)), shape=(len(sessions), items))


class Als:
    """Implicit ALS (Hu, Koren and Volinsky, 2008) of sessions and items by the library implicit."""

    def fit(self, sessions, items):
        from implicit.cpu.als import AlternatingLeastSquares

        self.items = items
        self.model = AlternatingLeastSquares(factors=50, regularization=0.1, alpha=40, iterations=15, random_state=42, num_threads=2)
        self.model.fit(matrix(sessions, items), show_progress=False)
        self.model.user_factors = self.model.user_factors[:1]  # shoppers to come have rows of their own

    def scored(self, items, k):
        row = matrix([items], self.items)
        return self.model.recommend(0, row, N=k, recalculate_user=True, filter_already_liked_items=False)

    def rank(self, items, k):
        return self.scored(items, k)[0].tolist()


class Cosine:
    """Items by the cosine of their sessions, implicit's CosineRecommender, 100 neighbours."""

    def fit(self, sessions, items):
        from implicit.nearest_neighbours import CosineRecommender

        self.items = items
        self.model = CosineRecommender(K=100, num_threads=2)
        self.model.fit(matrix(sessions, items), show_progress=False)

    def rank(self, items, k):
        ids, _ = self.model.recommend(0, matrix([items], self.items), N=k, filter_already_liked_items=False)
        return ids.tolist()


class Knn:
    """Session kNN with weights by position (Ludewig and Jannach, 2018), on the 500 latest sessions of each item and 100 neighbours."""

    LATEST = 500
    NEIGHBOURS = 100

    def fit(self, sessions, items):
        self.sessions = [tuple(dict.fromkeys(s)) for s in sessions]
        by_item = defaultdict(list)
        for number, session in enumerate(self.sessions):
            for item in session:
                by_item[item].append(number)
        self.idf = {item: math.log(len(sessions) / len(of)) for item, of in by_item.items()}
        self.by_item = {item: of[-self.LATEST :] for item, of in by_item.items()}

    def rank(self, items, k):
        newest_first = list(dict.fromkeys(reversed(items)))
        similarity = defaultdict(float)
        nearest = {}
        for position, item in enumerate(newest_first):
            weight = 1 - position / len(newest_first)
            for number in self.by_item.get(item, ()):
                similarity[number] += weight
                nearest.setdefault(number, position)
        scores = defaultdict(float)
        for number, alike in heapq.nlargest(self.NEIGHBOURS, similarity.items(), key=lambda entry: (entry[1], entry[0])):
            weight = alike * max(0.0, 1 - 0.1 * nearest[number])
            for item in self.sessions[number]:
                scores[item] += weight * self.idf[item]
        return [item for item, _ in heapq.nlargest(k, scores.items(), key=lambda entry: (entry[1], -entry[0]))]


class Recipe:
    """The recipe of the system that Nextcart replaces, without its leaks: candidates by ALS, by likeness and by demand, ranked by CatBoost."""

    CASES = 20_000
    NEGATIVES = 20
    COLUMNS = ["als_score", "als_rank", "likeness", "popular_rank", "views", "length", "seen"]

    def fit(self, sessions, items):
        from catboost import CatBoostClassifier

        held = sessions[-self.CASES :]
        self.tables(sessions[: -self.CASES], items)
        random = np.random.default_rng(42)
        frames, labels = [], []
        for session in held:
            if len(session) < 2:
                continue
            candidates, rows = self.rows(session[:-1])
            label = candidates == session[-1]
            kept = label | (random.random(len(candidates)) < self.NEGATIVES / len(candidates))
            frames.append(rows[kept])
            labels.append(label[kept])
        self.ranker = CatBoostClassifier(
            iterations=300, depth=6, loss_function="Logloss", random_seed=42, thread_count=2, verbose=False, allow_writing_files=False
        )
        self.ranker.fit(pd.DataFrame(np.concatenate(frames), columns=self.COLUMNS), np.concatenate(labels))
        self.tables(sessions, items)

    def tables(self, sessions, items):
        self.als = Als()
        self.als.fit(sessions, items)
        views = Counter(item for session in sessions for item in session)
        self.views = np.array([views[item] for item in range(items)], dtype=np.float32)
        self.popular = np.argsort(-self.views, kind="stable")[:100]
        self.popular_rank = np.full(items, 999, dtype=np.float32)
        self.popular_rank[self.popular] = np.arange(1, 101)
        self.alike, self.likeness = self.als.model.similar_items(np.arange(items), N=20)

    def rows(self, items):
        by_als, als_scores = self.als.scored(items, 100)
        newest = list(dict.fromkeys(reversed(items)))[:3]
        candidates = np.unique(np.concatenate([by_als, self.popular, self.alike[newest].ravel()]))
        rows = np.full((len(candidates), len(self.COLUMNS)), 0, dtype=np.float32)
        rows[:, 1] = 999
        at = np.searchsorted(candidates, by_als)
        rows[at, 0] = als_scores
        rows[at, 1] = np.arange(1, len(by_als) + 1)
        for item in newest:
            near = np.searchsorted(candidates, self.alike[item])
            rows[near, 2] = np.maximum(rows[near, 2], self.likeness[item])
        rows[:, 3] = self.popular_rank[candidates]
        rows[:, 4] = self.views[candidates]
        rows[:, 5] = len(items)
        rows[:, 6] = np.isin(candidates, items)
        return candidates, rows

    def rank(self, items, k):
        candidates, rows = self.rows(items)
        scores = self.ranker.predict(rows, prediction_type="RawFormulaVal", thread_count=1)
        return candidates[np.argsort(-scores, kind="stable")[:k]].tolist()


MODELS = {"als": Als, "cosine": Cosine, "knn": Knn, "recipe": Recipe}


class Shop:
    """A fitted model with the ids of its items."""

    def __init__(self, ids, model):
        self.ids, self.model = ids, model
        self.numbers = {item: number for number, item in enumerate(ids)}

    def recommend(self, session, k, exclude_viewed):
        items = [self.numbers[item] for item in session if item in self.numbers]
        if not items:
            return []
        banned = set(items) if exclude_viewed else ()
        ranked = self.model.rank(items, k + len(banned))
        return [self.ids[item] for item in ranked if item not in banned][:k]


def app():
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Event(BaseModel):
        item_id: str

    class Request(BaseModel):
        session: list[Event]
        k: int = 10
        exclude_viewed: bool = False

    with open(os.environ["PEERS_FILE"], "rb") as stored:
        shop = pickle.load(stored)
    api = FastAPI()

    @api.post("/v1/recommendations")
    def recommendations(request: Request):
        items = shop.recommend([event.item_id for event in request.session], request.k, request.exclude_viewed)
        return {"items": [{"item_id": item} for item in items]}

    return api


def main():
    if sys.argv[1] == "fit":
        name, log, file = sys.argv[2:]
        ids, sessions = sessions_of(log)
        model = MODELS[name]()
        model.fit(sessions, len(ids))
        with open(file, "wb") as out:
            pickle.dump(Shop(ids, model), out)
    else:
        import uvicorn

        os.environ["PEERS_FILE"] = sys.argv[2]
        uvicorn.run("peers:app", factory=True, port=int(sys.argv[3]), workers=2, log_level="warning", access_log=False)


if __name__ == "__main__":
    import peers  # so that what is pickled names this module, which the server imports

    peers.main()
