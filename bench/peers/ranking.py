"""NDCG@10 of a full ranking, as `lanefactor evaluate` defines it."""

import numpy as np


def ndcg(scores, train, test, cut=10):
    """Mean NDCG over users with test items: all items less the training ones are ranked, relevance
    is 0 or 1, the ideal list is as long as the test items reach, ties go to the lower index.

    scores: users x items, float, overwritten at the training items; train and test: CSR matrices.
    """
    scores[train.nonzero()] = -np.inf
    cut = min(cut, scores.shape[1])
    least = np.partition(scores, -cut, axis=1)[:, -cut]
    gains = 1 / np.log2(np.arange(2, cut + 2))
    values = []
    for user in np.flatnonzero(np.diff(test.indptr)):
        relevant = test.indices[test.indptr[user] : test.indptr[user + 1]]
        candidates = np.flatnonzero(scores[user] >= least[user])
        top = candidates[np.argsort(-scores[user, candidates], kind="stable")[:cut]]
        values.append(gains[np.isin(top, relevant)].sum() / gains[: len(relevant)].sum())
    return float(np.mean(values))
