"""The process of one contender in Python: python.py torch|jax|tensorflow THREADS. It answers the requests of ../protocol.ts.

python.py checksums reads tasks, one a line, and prints what the checksums of their results should be: PyTorch in float64.
"""
import json
import os
import sys
import time

which, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = str(threads)
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
if which == "jax":
    eigen = "true" if threads > 1 else "false"
    os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={eigen} intra_op_parallelism_threads={threads}"
    # XLA starts a thread for each processor that it may use, whatever the flags say.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:threads]))

ROUND_S, WARM_S = 0.1, 0.5  # as in ../host.ts


# Inputs and checksums: the same numbers as in ../inputs.ts.

def bits(seed, index):
    h = index * np.uint32(0x9E3779B1) + np.uint32(seed * 0x85EBCA6B & 0xFFFFFFFF)
    h = (h ^ h >> 16) * np.uint32(0x85EBCA6B)
    h = (h ^ h >> 13) * np.uint32(0xC2B2AE35)
    return h ^ h >> 16


def unit(seed, index):
    return (bits(seed, index) >> 8) / 2**23 - 1


def make_input(given):
    shape, fill = given["shape"], given["fill"]
    index = np.arange(np.prod(shape), dtype=np.uint32)
    kind = fill["kind"]
    if kind == "spread":
        data = unit(fill["seed"], index) * fill["scale"] + fill.get("offset", 0)
    elif kind == "classes":
        data = bits(fill["seed"], index) % np.uint32(fill["below"])
    elif kind == "definite":
        square = unit(fill["seed"], index).reshape(shape)
        data = (square + square.T) / 2 + 4 * np.sqrt(shape[0]) * np.eye(shape[0])
    elif kind == "list":
        data = np.array(fill["values"])
    else:
        data = np.full(shape, fill["value"])
    return data.reshape(shape).astype(given["dtype"])


def checksum(numbers):
    x = np.asarray(numbers, dtype=np.float64).ravel()
    product = x * unit(99, np.arange(x.size, dtype=np.uint32))
    found = {"dot": product.sum(), "size": abs(product).sum(), "mean": x.mean(), "variance": x.var()}
    return {"count": x.size} | {key: float(value) if np.isfinite(value) else None for key, value in found.items()}


# Each function below makes a contender: its version, its tasks, `finish`, which waits for a result, and `read`, which turns
# one into a list of arrays. A task takes the inputs over and returns what is timed; a text says why there is none.

def torch_contender(double=False):
    import torch
    from torch.nn import functional as F

    torch.set_num_threads(threads)

    def take(x):
        t = torch.from_numpy(x)
        return t.double() if double and t.is_floating_point() else t

    def of(names, f):
        def prepare(given):
            args = [take(given[name]) for name in names.split()]
            return lambda: f(*args)
        return prepare

    def value_and_grad(loss, wanted, others=""):
        def prepare(given):
            inputs = [take(given[name]).requires_grad_() for name in wanted.split()]
            rest = [take(given[name]) for name in others.split()]

            def run():
                value = loss(*inputs, *rest)
                return value.detach(), *torch.autograd.grad(value, inputs)
            return run
        return prepare

    def slope(given):
        x = torch.tensor(1.0, requires_grad=True)
        return lambda: float(torch.autograd.grad(torch.sin(x) * x, x)[0])

    def mlp(w1, w2, w3, x, y):
        return F.cross_entropy(torch.relu(torch.relu(x @ w1) @ w2) @ w3, y.long())

    def rnn(w, u, x):
        h, total = torch.zeros(32, dtype=x.dtype), []
        for row in x:
            h = torch.tanh(h @ w + row @ u)
            total.append(h)
        return torch.stack(total).square().mean()

    def rosenbrock(x):
        return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (x[:-1] - 1) ** 2).sum()

    def likelihood(p, x):
        return torch.distributions.Normal(p[0], p[1].exp()).log_prob(x).sum()

    def gammas(given):
        gamma = torch.distributions.Gamma(torch.tensor(2.0), torch.tensor(1.0))
        return lambda: gamma.sample((1_000_000,))

    fours, twenties, chances = (torch.full((1_000_000,), x) for x in (4.0, 20.0, 0.3))
    rising = torch.arange(1.0, 1001.0)
    dice = torch.distributions.Multinomial(10, torch.full((6,), 1 / 6))

    def add(given):
        a, b = take(given["a"]), take(given["b"])
        return lambda: (a + b).tolist()

    product = of("a b", lambda a, b: a @ b)
    chain = of("x", lambda x: torch.exp(-x * x) * torch.sin(x) + torch.tanh(x))
    network = value_and_grad(mlp, "w1 w2 w3", "x y")
    tasks = {
        "matmul-1024-f32": product, "matmul-1023-f32": product, "matmul-512-f64": product,
        "conv2d": of("x w", lambda x, w: F.conv2d(x, w, padding="same")),
        "cholesky": of("a", torch.linalg.cholesky),
        "chain-f32": chain, "chain-f64": chain,
        "cumsum": of("x", lambda x: x.cumsum(0)),
        "softmax": of("x", lambda x: x.softmax(-1)),
        "sum": of("x", lambda x: x.sum()),
        "transpose-add": of("a b", lambda a, b: a + b.T),
        "sort": of("x", lambda x: x.sort().values),
        "uniforms": lambda given: lambda: torch.rand(1_000_000),
        "normals": lambda given: lambda: torch.randn(1_000_000),
        "gammas": gammas,
        "poissons": lambda given: lambda: torch.poisson(fours),
        "binomials": lambda given: lambda: torch.binomial(twenties, chances),
        "categories": lambda given: lambda: torch.multinomial(rising, 1_000_000, replacement=True),
        "multinomials": lambda given: lambda: dice.sample((100_000,)),
        "mlp": network, "mlp-odd": network,
        "rnn": value_and_grad(rnn, "w u", "x"),
        "slope": slope if double else "eager only; torch.compile needs a C++ compiler",
        "slope-eager": slope,
        "add": add,
        "rosenbrock": value_and_grad(rosenbrock, "x"),
        "rosenbrock-hessian": of("x", torch.func.hessian(rosenbrock)),
        "likelihood": value_and_grad(likelihood, "p", "x"),
    }
    return torch.__version__, tasks, lambda result: result, listed


def jax_contender():
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    jax.devices()  # makes the runtime, which is no part of a first call

    def of(names, f):
        def prepare(given):
            compiled, args = jax.jit(f), [jnp.asarray(given[name]) for name in names.split()]
            return lambda: compiled(*args)
        return prepare

    def mlp(w, x, y):
        h = jax.nn.relu(jax.nn.relu(x @ w[0]) @ w[1]) @ w[2]
        return -jnp.take_along_axis(jax.nn.log_softmax(h), y[:, None], 1).mean()

    def rnn(w, x):
        def step(h, row):
            h = jnp.tanh(h @ w[0] + row @ w[1])
            return h, h
        return jnp.square(jax.lax.scan(step, jnp.zeros(32, x.dtype), x)[1]).mean()

    def rosenbrock(x):
        return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (x[:-1] - 1) ** 2).sum()

    def likelihood(p, x):
        return jax.scipy.stats.norm.logpdf(x, p[0], jnp.exp(p[1])).sum()

    def slope(wrap):
        def prepare(given):
            f = wrap(jax.grad(lambda x: jnp.sin(x) * x))
            return lambda: float(f(1.0))
        return prepare

    def samples(draw):
        def prepare(given):
            compiled, key = jax.jit(draw), jax.random.key(0)
            return lambda: compiled(key)
        return prepare

    def add(given):
        a, b = jnp.asarray(given["a"]), jnp.asarray(given["b"])
        return lambda: (a + b).tolist()

    rising = np.arange(1.0, 1001.0, dtype=np.float32) / 500500
    dice = np.full(6, 1 / 6, dtype=np.float32)

    product = of("a b", lambda a, b: a @ b)
    chain = of("x", lambda x: jnp.exp(-x * x) * jnp.sin(x) + jnp.tanh(x))
    network = of("w1 w2 w3 x y", lambda a, b, c, x, y: jax.value_and_grad(mlp)([a, b, c], x, y))
    tasks = {
        "matmul-1024-f32": product, "matmul-1023-f32": product, "matmul-512-f64": product,
        "conv2d": of("x w", lambda x, w: jax.lax.conv(x, w, (1, 1), "SAME")),
        "cholesky": of("a", jnp.linalg.cholesky),
        "chain-f32": chain, "chain-f64": chain,
        "cumsum": of("x", lambda x: jnp.cumsum(x, 0)),
        "softmax": of("x", lambda x: jax.nn.softmax(x, -1)),
        "sum": of("x", jnp.sum),
        "transpose-add": of("a b", lambda a, b: a + b.T),
        "sort": of("x", jnp.sort),
        "uniforms": samples(lambda key: jax.random.uniform(key, (1_000_000,), dtype=np.float32)),
        "normals": samples(lambda key: jax.random.normal(key, (1_000_000,), dtype=np.float32)),
        "gammas": samples(lambda key: jax.random.gamma(key, 2.0, (1_000_000,), dtype=np.float32)),
        "poissons": samples(lambda key: jax.random.poisson(key, 4.0, (1_000_000,), dtype=np.int32)),
        "binomials": samples(lambda key: jax.random.binomial(key, 20.0, 0.3, (1_000_000,), dtype=np.float32)),
        # By logits it would take a thousand times as many random numbers as draws.
        "categories": samples(lambda key: jax.random.choice(key, 1000, (1_000_000,), p=rising)),
        "multinomials": samples(lambda key: jax.random.multinomial(key, 10.0, dice, shape=(100_000, 6))),
        "mlp": network, "mlp-odd": network,
        "rnn": of("w u x", lambda w, u, x: jax.value_and_grad(rnn)([w, u], x)),
        "slope": slope(jax.jit), "slope-eager": slope(lambda f: f),
        "add": add,
        "rosenbrock": of("x", jax.value_and_grad(rosenbrock)),
        "rosenbrock-hessian": of("x", jax.hessian(rosenbrock)),
        "likelihood": of("p x", jax.value_and_grad(likelihood)),
    }
    return jax.__version__, tasks, jax.block_until_ready, jax.tree.leaves


def tensorflow_contender():
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.constant(0.0)  # makes the runtime, which is no part of a first call

    def of(names, f):
        def prepare(given):
            compiled, args = tf.function(f), [tf.constant(given[name]) for name in names.split()]
            return lambda: compiled(*args)
        return prepare

    def value_and_grad(loss, wanted, others=""):
        count = len(wanted.split())

        def both(*args):
            with tf.GradientTape() as tape:
                tape.watch(args[:count])
                value = loss(*args)
            return value, *tape.gradient(value, args[:count])
        return of(f"{wanted} {others}", both)

    def mlp(w1, w2, w3, x, y):
        h = tf.nn.relu(tf.nn.relu(x @ w1) @ w2) @ w3
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, h))

    def rnn(w, u, x):
        def step(h, row):
            return tf.tanh(h @ w + row[None] @ u)
        return tf.reduce_mean(tf.square(tf.scan(step, x, tf.zeros((1, 32)))))

    def rosenbrock(x):
        return tf.reduce_sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (x[:-1] - 1) ** 2)

    def likelihood(p, x):
        z = (x - p[0]) / tf.exp(p[1])
        return tf.reduce_sum(-z * z / 2 - p[1] - np.log(2 * np.pi) / 2)

    def hessian(x):
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                value = rosenbrock(x)
            slope = inner.gradient(value, x)
        return outer.jacobian(slope, x)

    def slope(wrap):
        def prepare(given):
            x = tf.constant(1.0)

            def gradient(x):
                with tf.GradientTape() as tape:
                    tape.watch(x)
                    y = tf.sin(x) * x
                return tape.gradient(y, x)
            f = wrap(gradient)
            return lambda: float(f(x))
        return prepare

    def conv2d(given):
        # The kernels of the CPU know channels last only.
        x = tf.constant(given["x"].transpose(0, 2, 3, 1))
        w = tf.constant(given["w"].transpose(2, 3, 1, 0))
        f = tf.function(lambda x, w: tf.nn.conv2d(x, w, 1, "SAME"))
        return (lambda: f(x, w)), lambda y: tf.transpose(y, (0, 3, 1, 2))

    def add(given):
        a, b = tf.constant(given["a"]), tf.constant(given["b"])
        return lambda: (a + b).numpy().tolist()

    product = of("a b", lambda a, b: a @ b)
    chain = of("x", lambda x: tf.exp(-x * x) * tf.sin(x) + tf.tanh(x))
    network = value_and_grad(mlp, "w1 w2 w3", "x y")
    tasks = {
        "matmul-1024-f32": product, "matmul-1023-f32": product, "matmul-512-f64": product,
        "conv2d": conv2d,
        "cholesky": of("a", tf.linalg.cholesky),
        "chain-f32": chain, "chain-f64": chain,
        "cumsum": of("x", lambda x: tf.cumsum(x, 0)),
        "softmax": of("x", tf.nn.softmax),
        "sum": of("x", tf.reduce_sum),
        "transpose-add": of("a b", lambda a, b: a + tf.transpose(b)),
        "sort": of("x", tf.sort),
        "normals": of("", lambda: tf.random.normal((1_000_000,))),
        "gammas": of("", lambda: tf.random.gamma((1_000_000,), 2.0)),
        "mlp": network, "mlp-odd": network,
        "rnn": value_and_grad(rnn, "w u", "x"),
        "slope": slope(tf.function), "slope-eager": slope(lambda f: f),
        "add": add,
        "rosenbrock": value_and_grad(rosenbrock, "x"),
        "rosenbrock-hessian": of("x", hessian),
        "likelihood": value_and_grad(likelihood, "p", "x"),
    }
    # Calls on the CPU return when all is computed, unless asynchronous execution is asked for.
    return tf.__version__, tasks, lambda result: result, tf.nest.flatten


def listed(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


# The protocol.

class Running:
    def __init__(self, make, finish, read, task):
        made = make({name: make_input(given) for name, given in task["inputs"].items()})
        # A task may add how its result is to be seen before it is read.
        self.run, view = made if isinstance(made, tuple) else (made, None)
        self.calls = 1
        if task.get("read"):
            self.step, self.read = self.run, lambda result: [result]
        else:
            self.step = lambda: finish(self.run())
            self.read = lambda result: read(view(result) if view else result)

    def seconds(self, calls):
        step = self.step
        start = time.perf_counter()
        for _ in range(calls):
            step()
        return time.perf_counter() - start

    def warm_up(self):
        spent = 0.0
        while spent < WARM_S:
            spent += self.seconds(1)
        calls = 1
        while (spent := self.seconds(calls)) < ROUND_S:
            calls *= 2
        self.calls = max(1, round(calls * ROUND_S / spent))

    def outputs(self):
        return [checksum(x) for x in self.read(self.run())]


def serve(contender):
    version, tasks, finish, read = contender
    answer({"version": version})
    running = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "first call":
                make = tasks.get(request["task"]["id"], "not written")
                if isinstance(make, str):
                    answer({"unable": make})
                    continue
                running = Running(make, finish, read, request["task"])
                answer({"seconds": running.seconds(1)})
            elif request["do"] == "check":
                answer({"outputs": running.outputs()})
            else:
                if request["do"] == "warm up":
                    running.warm_up()
                answer({"seconds": running.seconds(running.calls) / running.calls})
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"})


def print_checksums():
    _, tasks, finish, read = torch_contender(double=True)
    for line in sys.stdin:
        task = json.loads(line)
        answer([x["dot"] for x in Running(tasks[task["id"]], finish, read, task).outputs()])


def answer(message):
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    try:
        import numpy as np

        if which == "checksums":
            print_checksums()
        else:
            contenders = {"torch": torch_contender, "jax": jax_contender, "tensorflow": tensorflow_contender}
            serve(contenders[which]())
    except ModuleNotFoundError as error:
        answer({"absent": f"Python has no module {error.name}"})
