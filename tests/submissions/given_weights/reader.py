def pairs(name):
    with open(f"datasets/{name}.ds") as stream:
        words = iter(stream.read().split())
    count, n, m = int(next(words)), int(next(words)), int(next(words))
    take = lambda k: [float(next(words)) for _ in range(k)]
    return [(take(n), take(m)) for _ in range(count)]
