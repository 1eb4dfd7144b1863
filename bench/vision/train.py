"""Trains the networks that tell the words of stamps (src/vision/glance.ts, first-look.ts, second-look.ts, third-look.ts).

    python3 bench/vision/train.py glance|first|second|third CROPS[,CROPS...] MINUTES OUT-FILE [FROM-FILE]

CROPS is what collect.ts wrote; a glance is taken at the crops of the first look, at half their size. Learning goes on from the
weights in FROM-FILE if that is given. Needs numpy and PyTorch (Debian: python3-torch). Learns on 94 % of each file of crops for
so many minutes of processor time and reports on the rest after each pass; the best is kept. Weights are written as one byte
each, and the report is of those bytes.
"""

import base64
import json
import math
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

# Size of the picture, its channels, those of each sliding layer, the full layer's, and the classes.
LOOKS = {
    "glance": (36, 12, 1, [8, 16], 16, 4),
    "first": (72, 24, 1, [8, 16, 24], 32, 4),
    "second": (128, 32, 2, [16, 16, 24, 32], 48, 5),
    "third": (112, 32, 1, [16, 24, 32, 32], 48, 4),
}
BATCH, RATE, SURE, PASSED = 64, 0.003, 0.9, 0.995
look, crops, minutes, out = sys.argv[1], sys.argv[2].split(","), float(sys.argv[3]), sys.argv[4]
WIDTH, HEIGHT, CHANNELS, SLIDES, FULL, CLASSES = LOOKS[look]
torch.manual_seed(20261122)
torch.set_num_threads(1)


def load(part):
    """Neighbours in a file are copies of one mark: the held part is the last pages, as a whole."""
    pieces = []
    for name in crops:
        finer = 2 if look == "glance" else 1
        data = np.fromfile(name, dtype=np.uint8).reshape(-1, WIDTH * HEIGHT * CHANNELS * finer**2 + 2)
        if finer > 1:
            small = data[:, 2:].reshape(-1, HEIGHT, finer, WIDTH, finer).mean((2, 4)).astype(np.uint8)
            data = np.concatenate([data[:, :2], small.reshape(len(data), -1)], 1)
        cut = int(len(data) * 0.94)
        pieces.append(data[:cut] if part == "learn" else data[cut:])
    data = np.concatenate(pieces)
    shapes = np.log2(np.maximum(data[:, 1], 1) / 16).astype(np.float32) - 1.3
    pictures = torch.from_numpy(np.ascontiguousarray(data[:, 2:])).view(-1, HEIGHT, WIDTH, CHANNELS)
    return torch.from_numpy(data[:, 0].astype(np.int64)), torch.from_numpy(shapes), pictures


labels, shapes, pictures = load("learn")
held_labels, held_shapes, held_pictures = load("hold")
by_class = [(labels == kind).nonzero().view(-1) for kind in range(CLASSES)]
share = torch.tensor([0.5, 0.17, 0.17, 0.16] if CLASSES == 4 else [0.44, 0.16, 0.16, 0.16, 0.08])


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [CHANNELS, *SLIDES]
        self.slides = torch.nn.ModuleList(
            torch.nn.Conv2d(one, two, 3 if i else 5, 2, 1 if i else 2)
            for i, (one, two) in enumerate(zip(sizes, sizes[1:]))
        )
        self.full = torch.nn.Linear((WIDTH >> len(SLIDES)) * (HEIGHT >> len(SLIDES)) * SLIDES[-1] + 1, FULL)
        self.last = torch.nn.Linear(FULL, CLASSES)

    def layers(self):
        return [*self.slides, self.full, self.last]

    def forward(self, picture, shape):
        for slide in self.slides:
            picture = F.relu(slide(picture))
        flat = picture.permute(0, 2, 3, 1).flatten(1)
        flat = torch.cat([F.dropout(flat, 0.15, self.training), shape[:, None]], 1)
        return self.last(F.relu(self.full(flat)))


def to_input(bytes):
    return 1 - bytes.permute(0, 3, 1, 2).float() / 255


def between(low, high, *size):
    return torch.empty(*size).uniform_(low, high)


def roughen(batch):
    """Ink thicker or thinner, noise, a step aside, fainter, a stroke or a spot without ink, as stamps and scanners do."""
    n = len(batch)
    faint = torch.where(torch.rand(n, CHANNELS, 1, 1) < 0.35, between(0.45, 1, n, CHANNELS, 1, 1), torch.ones(1))
    batch = batch.clamp(0, 1) ** between(0.6, 1.6, n, 1, 1, 1) * faint
    noise = torch.where(torch.rand(n, 1, 1, 1) < 0.5, between(0, 0.16, n, 1, 1, 1), torch.zeros(1))
    batch = batch + (torch.rand_like(batch) - 0.5) * noise
    turn = between(-0.045, 0.045, n)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = between(0.95, 1.05, n)
    theta[:, 0, 1] = -turn * HEIGHT / WIDTH
    theta[:, 1, 0] = turn * WIDTH / HEIGHT
    theta[:, 1, 1] = between(0.9, 1.1, n)
    theta[:, 0, 2] = between(-0.03, 0.03, n)
    theta[:, 1, 2] = between(-0.08, 0.08, n)
    grid = F.affine_grid(theta, list(batch.shape), align_corners=False)
    batch = F.grid_sample(batch, grid, padding_mode="border", align_corners=False)
    if CHANNELS == 2:
        # Without the ink by itself, as where colour and print do not tell it apart.
        batch[torch.rand(n) < 0.2, 1] = 0
    for i in (torch.rand(n) < 0.3).nonzero().view(-1).tolist():
        value = 0.0 if torch.rand(1) < 0.5 else float(between(0.4, 1, 1))
        upright = bool(torch.rand(1) < 0.3)
        x, y = int(torch.randint(0, WIDTH - 3, (1,))), int(torch.randint(0, HEIGHT - 3, (1,)))
        width = int(torch.randint(1, 3, (1,))) if upright else int(torch.randint(3, WIDTH if value else 9, (1,)))
        height = int(torch.randint(4, HEIGHT, (1,))) if upright else int(torch.randint(1, 3 if value else 7, (1,)))
        batch[i, :, y : y + height, x : x + width] = value
    return batch.clamp(0, 1)


def coarse(layer):
    """The scale of a layer's weights when each is one byte."""
    return float(layer.weight.detach().abs().max()) / 127


def pack(net):
    layers = []
    for layer in net.layers():
        weight = layer.weight.detach()
        weight = weight.permute(2, 3, 1, 0) if weight.dim() == 4 else weight.t()
        number = np.round(weight.numpy() / coarse(layer)).astype(np.int8)
        # Not so exact that a bias looks like a known constant.
        bias = [float(f"{value:.3g}") for value in layer.bias.detach().tolist()]
        text = base64.b64encode(number.tobytes()).decode()
        layers.append({"scale": float(f"{coarse(layer):.6g}"), "weight": text, "bias": bias})
    return layers


def check(net):
    """Right and wrong answers above SURE on the held crops, with weights as coarse as they are written."""
    kept = [(layer, layer.weight.data.clone()) for layer in net.layers()]
    for layer, weight in kept:
        layer.weight.data = (weight / coarse(layer)).round() * coarse(layer)
    net.eval()
    with torch.no_grad():
        answers = torch.cat(
            [net(to_input(held_pictures[at : at + 512]), held_shapes[at : at + 512]) for at in range(0, len(held_labels), 512)]
        ).softmax(1)
    net.train()
    for layer, weight in kept:
        layer.weight.data = weight
    secret = (held_labels > 0) & (held_labels < 4)
    told = answers[:, 1:4].max(1)
    sure = told.values > SURE
    right = int((sure & secret & (told.indices + 1 == held_labels)).sum())
    if look == "glance":
        # It only rules out: nearly all that is secret passes, and how much else does is what counts.
        least = float((1 - answers[secret, 0]).quantile(1 - PASSED))
        wrong = int((1 - answers[~secret, 0] > least).sum())
        print(f"passes {PASSED:.1%} above {least:.4f}", end=" ")
        return int(secret.sum()), int(secret.sum()), wrong, int((~secret).sum())
    return right, int(secret.sum()), int((sure & ~secret).sum()), int((~secret).sum())


HEAD = """import type { PackedLayer } from './small-net.ts';

/**
 * Made by bench/vision/train.py from pages drawn by bench/vision/make-set.ts with the free fonts in its first half
 * (bench/vision/fonts.ts). Do not edit.
 */
// biome-ignore format: data
export const weights: readonly PackedLayer[] = """

def unpack(net, file):
    text = open(file).read()
    for layer, packed in zip(net.layers(), json.loads(text[text.index("= [") + 2 : text.rindex(";")])):
        number = np.frombuffer(base64.b64decode(packed["weight"]), np.int8).astype(np.float32) * packed["scale"]
        weight = torch.from_numpy(number)
        if layer.weight.dim() == 4:
            out, into, high, wide = layer.weight.shape
            layer.weight.data = weight.view(high, wide, into, out).permute(3, 2, 0, 1).contiguous()
        else:
            layer.weight.data = weight.view(layer.weight.shape[1], layer.weight.shape[0]).t().contiguous()
        layer.bias.data = torch.tensor(packed["bias"])


net = Net()
if len(sys.argv) > 5:
    unpack(net, sys.argv[5])
    print("before:", *check(net))
print(f"{len(labels)} crops, by class {[len(kind) for kind in by_class]}; {sum(l.weight.numel() for l in net.layers())} weights", flush=True)
begin = time.process_time()
learner = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-3)
best = -1e9
step = 0
while (spent := (time.process_time() - begin) / 60 / minutes) < 1:
    for group in learner.param_groups:
        group["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * min(spent, 1))) + 2e-5
    loss_sum = 0.0
    for _ in range(200):
        kinds = torch.multinomial(share, BATCH, True)
        index = torch.stack([by_class[k][torch.randint(len(by_class[k]), (1,))][0] for k in kinds.tolist()])
        answers = net(roughen(to_input(pictures[index])), shapes[index] + between(-0.13, 0.13, BATCH))
        loss = F.cross_entropy(answers, labels[index], label_smoothing=0.02 if look in ("glance", "first") else 0.01)
        learner.zero_grad()
        loss.backward()
        learner.step()
        step += 1
        loss_sum += float(loss)
    right, secret, wrong, other = check(net)
    score = right / secret - 3 * wrong / other
    if score > best:
        best = score
        with open(out, "w") as file:
            file.write(HEAD + json.dumps(pack(net)) + ";\n")
    print(f"{spent * minutes:.1f} min, step {step}, loss {loss_sum / 200:.4f}, right {right}/{secret}, false {wrong}/{other}{', kept' if score == best else ''}", flush=True)
