"""
The official model in PyTorch, for bench/pytorch.ts, which starts this and speaks with it: an object of JSON a line comes in on stdin, and
one goes out on stdout for each.

The LSTM is torch.nn.LSTM, over padded texts or over packed ones; with oneDNN where it is asked for. Adadelta, its gradients dense, as
torch.optim has it.
"""
import base64, json, sys, time

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

GATES = (0, 1, 3, 2)  # here: input, forget, output, candidate; there: the last two the other way round


def numbers(text, dtype, *shape):
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), dtype).reshape(shape).copy())


def by_torch(weights):
    """[rows, 4 H] as torch.nn.LSTM has it: [4 H, rows]."""
    blocks = weights.reshape(*weights.shape[:-1], 4, -1)
    return torch.cat([blocks[..., gate, :] for gate in GATES], -1).T.contiguous()


class Model(torch.nn.Module):
    def __init__(self, sizes, parameters):
        super().__init__()
        V, D, H, C = (sizes[name] for name in ("vocabulary", "embedding", "hidden", "classes"))
        of = lambda name, *shape: numbers(parameters[name], np.float32, *shape)
        self.embedding = torch.nn.Embedding.from_pretrained(of("Wemb", V, D), freeze=False)
        self.lstm = torch.nn.LSTM(D, H)
        self.classifier = torch.nn.Linear(H, C)
        with torch.no_grad():
            self.lstm.weight_ih_l0.copy_(by_torch(of("lstm_W", D, 4 * H)))
            self.lstm.weight_hh_l0.copy_(by_torch(of("lstm_U", H, 4 * H)))
            self.lstm.bias_ih_l0.copy_(by_torch(of("lstm_b", 1, 4 * H))[:, 0])
            self.lstm.bias_hh_l0.zero_()
            self.lstm.bias_hh_l0.requires_grad_(False)
            self.classifier.weight.copy_(of("U", H, C).T)
            self.classifier.bias.copy_(of("b", C))

    def forward(self, lesson, packs):
        x = self.embedding(lesson["tokens"])
        if packs:
            states, _ = self.lstm(pack_padded_sequence(x, lesson["lengths"], enforce_sorted=False))
            states, _ = pad_packed_sequence(states)
            total = states.sum(0)
        else:
            states, _ = self.lstm(x)
            total = (states * lesson["valid"]).sum(0)
        return self.classifier(total / lesson["lengths"][:, None] * lesson["mask"])


def lesson_of(given):
    lengths = numbers(given["lengths"], np.int32, -1).long()
    tokens = numbers(given["tokens"], np.int32, -1, len(lengths)).long()
    return {
        "tokens": tokens,
        "lengths": lengths,
        "labels": numbers(given["labels"], np.int32, -1).long(),
        "valid": (torch.arange(len(tokens))[:, None] < lengths)[:, :, None].float(),
        "mask": numbers(given["mask"], np.float32, len(lengths), -1),
    }


def updated(lessons, model, optimizer, packs):
    """Milliseconds of each update, and its cost."""
    times, costs = [], []
    for lesson in lessons:
        begin = time.perf_counter()
        optimizer.zero_grad()
        cost = torch.nn.functional.cross_entropy(model(lesson, packs), lesson["labels"])
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
        times.append(1000 * (time.perf_counter() - begin))
    return {"times": times, "costs": costs}


print(json.dumps({"version": torch.__version__, "vectors": torch.backends.cpu.get_cpu_capability()}), flush=True)
given = json.loads(sys.stdin.readline())
lessons = [lesson_of(lesson) for lesson in given["lessons"]]
trainings = {}
for line in sys.stdin:
    run = json.loads(line)
    if line not in trainings:
        model = Model(given["sizes"], given["parameters"])
        trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.Adadelta(trained, lr=1, rho=0.95, eps=1e-6, foreach=run["foreach"])
        trainings[line] = model, optimizer
    with torch.backends.mkldnn.flags(enabled=run["onednn"]):
        turn = updated(lessons, *trainings[line], run["packs"])
    print(json.dumps(turn), flush=True)
