"""Rates of the same network in PyTorch on the CPU, for `npm run bench -- train`; prints one JSON document.

usage: python3 torch-peer.py NETWORK.json DENSITY BATCH WORKERS SECONDS
Four layouts of the same network. "step" runs all layers step by step, "multi-step" gives each layer all steps at once
and loops over time in the neurons only; both are as lean as PyTorch allows. "snnTorch" and "SpikingJelly" are the same two
loops with the neuron's operations as those libraries (0.9, 0.0.0.0.14) compute them on a CPU. LIF, reset to zero without
a gradient, triangle surrogate of half a threshold, Adam, Bernoulli input, softmax on counts.
"""
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F


class Spike(torch.autograd.Function):
    @staticmethod
    def forward(ctx, distance):
        ctx.save_for_backward(distance)
        return (distance >= 0).float()

    @staticmethod
    def backward(ctx, gradient):
        (distance,) = ctx.saved_tensors
        return gradient * torch.relu(1 - distance.abs() / 0.5) / 0.5


class Network(torch.nn.Module):
    def __init__(self, spec):
        super().__init__()
        self.leak = spec["neuron"]["leak"]
        self.register_buffer("beta", torch.tensor(self.leak))
        self.register_buffer("threshold", torch.tensor(1.0))
        self.layers = torch.nn.ModuleList()
        for layer in spec["layers"]:
            if layer["kind"] == "conv":
                self.layers.append(
                    torch.nn.Conv2d(layer["C"], layer["M"], layer["E"], layer["stride"], layer["pad"], bias=False)
                )
            else:
                self.layers.append(torch.nn.Linear(layer["C"], layer["M"], bias=False))

    def apply_weights(self, layer, x):
        return layer(x.flatten(1)) if isinstance(layer, torch.nn.Linear) else layer(x)

    def neuron(self, current, u):
        x = self.leak * u + current
        spikes = Spike.apply(x - 1)
        return spikes, x * (1 - spikes.detach())

    def step(self, x):
        potentials = [0.0] * len(self.layers)
        counts = 0
        for frame in x:
            for i, layer in enumerate(self.layers):
                frame, potentials[i] = self.neuron(self.apply_weights(layer, frame), potentials[i])
            counts = counts + frame
        return counts

    def multi_step(self, x):
        steps, batch = x.shape[:2]
        for layer in self.layers:
            current = self.apply_weights(layer, x.flatten(0, 1))
            current = current.view(steps, batch, *current.shape[1:])
            u, out = 0.0, []
            # unbind, not current[t]: the gradient of an index is a whole tensor of zeros, which grows as T squared
            for now in current.unbind(0):
                spikes, u = self.neuron(now, u)
                out.append(spikes)
            x = torch.stack(out)
        return x.sum(0)

    def fire_as_snntorch(self, current, u):
        """Leaky: the reset is computed anew from the potential before, the leak clamped at every step."""
        reset = Spike.apply(u - self.threshold).clone().detach()
        u = self.beta.clamp(0, 1) * ((1 - reset) * u) + current
        return Spike.apply(u - self.threshold) * 1.0, u

    def as_snntorch(self, x):
        potentials = [None] * len(self.layers)
        spikes_record, potential_record = [], []
        for t in range(x.shape[0]):
            frame = x[t]
            for i, layer in enumerate(self.layers):
                current = self.apply_weights(layer, frame)
                before = torch.zeros_like(current) if potentials[i] is None else potentials[i]
                frame, potentials[i] = self.fire_as_snntorch(current, before)
            spikes_record.append(frame)
            potential_record.append(potentials[-1])
        torch.stack(potential_record)
        return torch.stack(spikes_record).sum(0)

    def as_spikingjelly(self, x):
        """Layers in a container that merges time and batch, LIFNode in multi-step mode, detach_reset, steps by index."""
        steps, batch = x.shape[:2]
        for layer in self.layers:
            current = self.apply_weights(layer, x.flatten(0, 1))
            current = current.view(steps, batch, *current.shape[1:])
            u, out = torch.zeros_like(current[0]), []
            for t in range(steps):
                u = u * self.leak + current[t]
                spikes = Spike.apply(u - 1.0)
                kept = spikes.detach()
                u = (1.0 - kept) * u + kept * 0.0
                out.append(spikes)
            x = torch.stack(out)
        return x.sum(0)


def rate(work, batch, seconds):
    """Median over at least `seconds`, and over 3 runs where they fit into ten times that."""
    work()
    times, start = [], time.perf_counter()
    while True:
        spent = time.perf_counter() - start
        if times and spent >= seconds and (len(times) >= 3 or spent >= 10 * seconds):
            break
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return batch / statistics.median(times)


def main():
    file, density, batch, workers, seconds = sys.argv[1:]
    spec = json.load(open(file))
    batch, seconds = int(batch), float(seconds)
    torch.set_num_threads(int(workers))
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    network = Network(spec)
    side, channels = spec["input"]["width"], spec["input"]["channels"]
    x = (torch.rand(spec["timesteps"], batch, channels, side, side) < float(density)).float()
    labels = torch.arange(batch) % len(spec["classes"])
    optimiser = torch.optim.Adam(network.parameters(), 1e-9)
    rates = {}
    layouts = {
        "step": network.step,
        "multi-step": network.multi_step,
        "snnTorch": network.as_snntorch,
        "SpikingJelly": network.as_spikingjelly,
    }
    with torch.no_grad():
        sums = [run(x).sum().item() for run in layouts.values()]
    # Rounding may differ between one big product and many small ones, so that single spikes flip.
    if max(sums) - min(sums) > 0.02 * max(sums):
        sys.exit(f"the layouts disagree: {sums} spikes of the last layer")
    for name, run in layouts.items():

        def train():
            optimiser.zero_grad()
            F.cross_entropy(run(x), labels).backward()
            optimiser.step()

        def infer():
            with torch.no_grad():
                run(x)

        rates[name] = {"training": rate(train, batch, seconds), "inference": rate(infer, batch, seconds)}
    print(json.dumps({"torch": torch.__version__, "rates": rates}))


main()
