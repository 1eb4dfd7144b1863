"""Trains the network that tells the words of stamps (src/vision/word-net.ts).

    python3 bench/vision/train.py CROPS MINUTES OUT-FILE

CROPS is what collect.ts wrote. Needs numpy and PyTorch (Debian: python3-torch). Learns on 93 % of the crops for so many
minutes of wall time and reports on the rest after each pass; the best of them is kept. Weights are written as one byte
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

WIDTH, HEIGHT, BATCH, RATE = 72, 24, 64, 0.003
crops, minutes, out = sys.argv[1], float(sys.argv[2]), sys.argv[3]
torch.manual_seed(20261122)
torch.set_num_threads(1)

data = np.fromfile(crops, dtype=np.uint8).reshape(-1, WIDTH * HEIGHT + 2)
labels = torch.from_numpy(data[:, 0].astype(np.int64))
shapes = torch.from_numpy(np.log2(np.maximum(data[:, 1], 1) / 16).astype(np.float32) - 1.3)
pictures = torch.from_numpy(1 - data[:, 2:].astype(np.float32) / 255).view(-1, 1, HEIGHT, WIDTH)
# Neighbours in the file are copies of one mark: the held part is the last pages, as a whole.
cut = int(len(data) * 0.93)
by_class = [(labels[:cut] == kind).nonzero().view(-1) for kind in range(4)]


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.slides = torch.nn.ModuleList(
            [
                torch.nn.Conv2d(1, 8, 5, 2, 2),
                torch.nn.Conv2d(8, 16, 3, 2, 1),
                torch.nn.Conv2d(16, 24, 3, 2, 1),
            ]
        )
        self.full = torch.nn.Linear(9 * 3 * 24 + 1, 32)
        self.last = torch.nn.Linear(32, 4)

    def forward(self, picture, shape):
        for slide in self.slides:
            picture = F.relu(slide(picture))
        flat = picture.permute(0, 2, 3, 1).flatten(1)
        flat = torch.cat([F.dropout(flat, 0.15, self.training), shape[:, None]], 1)
        return self.last(F.relu(self.full(flat)))


def roughen(batch):
    """Ink thicker or thinner, noise, a step aside, fainter, a stroke or a spot without ink, as stamps and scanners do."""
    n = len(batch)
    power = torch.empty(n, 1, 1, 1).uniform_(0.6, 1.6)
    faint = torch.where(torch.rand(n, 1, 1, 1) < 0.35, torch.empty(n, 1, 1, 1).uniform_(0.45, 1), torch.ones(1))
    batch = batch.clamp(0, 1) ** power * faint
    noise = torch.where(torch.rand(n, 1, 1, 1) < 0.5, torch.empty(n, 1, 1, 1).uniform_(0, 0.15), torch.zeros(1))
    batch = batch + (torch.rand_like(batch) - 0.5) * noise
    turn = torch.empty(n).uniform_(-0.05, 0.05)
    wide = torch.empty(n).uniform_(0.94, 1.06)
    high = torch.empty(n).uniform_(0.9, 1.1)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = wide
    theta[:, 0, 1] = -turn * HEIGHT / WIDTH
    theta[:, 1, 0] = turn * WIDTH / HEIGHT
    theta[:, 1, 1] = high
    theta[:, 0, 2] = torch.empty(n).uniform_(-0.055, 0.055)
    theta[:, 1, 2] = torch.empty(n).uniform_(-0.085, 0.085)
    grid = F.affine_grid(theta, list(batch.shape), align_corners=False)
    batch = F.grid_sample(batch, grid, padding_mode="border", align_corners=False)
    for i in (torch.rand(n) < 0.3).nonzero().view(-1).tolist():
        value = 0.0 if torch.rand(1) < 0.5 else float(torch.empty(1).uniform_(0.4, 1))
        upright = bool(torch.rand(1) < 0.3)
        x, y = int(torch.randint(0, WIDTH - 3, (1,))), int(torch.randint(0, HEIGHT - 3, (1,)))
        width = int(torch.randint(1, 3, (1,))) if upright else int(torch.randint(3, WIDTH if value else 9, (1,)))
        height = int(torch.randint(4, HEIGHT, (1,))) if upright else int(torch.randint(1, 3 if value else 7, (1,)))
        batch[i, 0, y : y + height, x : x + width] = value
    return batch.clamp(0, 1)


def pack(net):
    layers = []
    for layer in [*net.slides, net.full, net.last]:
        weight = layer.weight.detach()
        weight = weight.permute(2, 3, 1, 0) if weight.dim() == 4 else weight.t()
        scale = float(weight.abs().max()) / 127
        number = np.round(weight.numpy() / scale).astype(np.int8)
        bias = [float(f"{value:.3g}") for value in layer.bias.detach().tolist()]
        layers.append({"scale": float(f"{scale:.6g}"), "weight": base64.b64encode(number.tobytes()).decode(), "bias": bias})
    return layers


def check(net):
    """Answers on the held crops, with weights as coarse as they are written."""
    kept = [(layer, layer.weight.data.clone()) for layer in [*net.slides, net.full, net.last]]
    for layer, weight in kept:
        scale = float(weight.abs().max()) / 127
        layer.weight.data = (weight / scale).round() * scale
    net.eval()
    with torch.no_grad():
        answers = torch.cat([net(pictures[at : at + 512], shapes[at : at + 512]) for at in range(cut, len(data), 512)])
    net.train()
    for layer, weight in kept:
        layer.weight.data = weight
    truth = labels[cut:]
    told = answers.argmax(1)
    secret = truth > 0
    found = int((told[secret] == truth[secret]).sum())
    wrong = int((told[~secret] > 0).sum())
    return found, int(secret.sum()), wrong, int((~secret).sum())


HEAD = """import type { PackedLayer } from './word-net.ts';

/**
 * Made by bench/vision/train.py from pages drawn by bench/vision/make-set.ts with the free fonts in its first half
 * (bench/vision/words.ts). Do not edit.
 */
// biome-ignore format: data
export const weights: readonly PackedLayer[] = """

net = Net()
steps_guess = None
begin = time.time()
learner = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-3)
best = -1e9
step = 0
while (spent := (time.time() - begin) / 60 / minutes) < 1:
    for group in learner.param_groups:
        group["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * min(spent, 1))) + 2e-5
    loss_sum = 0.0
    for _ in range(200):
        kinds = torch.where(torch.rand(BATCH) < 0.5, torch.zeros(BATCH, dtype=torch.long), torch.randint(1, 4, (BATCH,)))
        index = torch.stack([by_class[k][torch.randint(len(by_class[k]), (1,))][0] for k in kinds.tolist()])
        answers = net(roughen(pictures[index]), shapes[index] + torch.empty(BATCH).uniform_(-0.15, 0.15))
        loss = F.cross_entropy(answers, labels[index], label_smoothing=0.02)
        learner.zero_grad()
        loss.backward()
        learner.step()
        step += 1
        loss_sum += float(loss)
    found, secret, wrong, other = check(net)
    score = found / secret - 3 * wrong / other
    if score > best:
        best = score
        with open(out, "w") as file:
            file.write(HEAD + json.dumps(pack(net)) + ";\n")
    print(f"step {step} loss {loss_sum / 200:.4f} found {found}/{secret} false {wrong}/{other}{' kept' if score == best else ''}", flush=True)
