/** The input spikes of a layer by channel (fc: by input), and how many of them each unit of a channel adds. */
import type { LayerSpec, SpikeTensor } from '../../contract/index.ts';

export class ChannelSpikes {
  readonly layer: LayerSpec;
  readonly timesteps: number;
  /** Spikes of channel c: [first[c], first[c + 1]). */
  readonly first: Uint32Array;
  /** Input position within the channel (fc: 0) and step, in order of position, then step. */
  readonly position: Uint32Array;
  readonly step: Uint16Array;

  /** An fc layer may be given the map below it as it is: its input is then channel * height * width + position. */
  constructor(layer: LayerSpec, spikes: SpikeTensor) {
    this.layer = layer;
    this.timesteps = spikes.timesteps;
    const { ptr, events, channels, height, width } = spikes;
    const conv = layer.kind !== 'fc';
    const inputs = conv ? channels : channels * height * width;
    const inputOf = (p: number, channel: number): number => (conv ? channel : channel * height * width + p);
    this.first = new Uint32Array(inputs + 1);
    const each = (visit: (input: number, p: number, t: number) => void): void => {
      for (let p = 0; p < height * width; p++)
        for (let i = ptr[p]; i < ptr[p + 1]; i++)
          visit(inputOf(p, events[i] & 0xffff), conv ? p : 0, events[i] >>> 16);
    };
    each((input) => void this.first[input + 1]++);
    for (let c = 0; c < inputs; c++) this.first[c + 1] += this.first[c];
    this.position = new Uint32Array(events.length);
    this.step = new Uint16Array(events.length);
    const next = this.first.slice();
    each((input, p, t) => {
      this.position[next[input]] = p;
      this.step[next[input]++] = t;
    });
  }

  /** Spikes in the field of every (output position, window) of the channel; -1 = of all channels. */
  addsOf(channel: number, tws: number, windows: number): Int32Array {
    const { H, R, E, stride, pad, kind } = this.layer;
    const positions = kind === 'fc' ? 1 : R * R;
    const adds = new Int32Array(positions * windows);
    const from = channel < 0 ? 0 : this.first[channel];
    const to = channel < 0 ? this.position.length : this.first[channel + 1];
    for (let i = from; i < to; i++) {
      const window = Math.floor(this.step[i] / tws);
      if (kind === 'fc') {
        adds[window]++;
        continue;
      }
      const y = Math.floor(this.position[i] / H) + pad;
      const x = (this.position[i] % H) + pad;
      const lastRow = Math.min(R - 1, Math.floor(y / stride));
      const lastColumn = Math.min(R - 1, Math.floor(x / stride));
      for (let row = Math.max(0, Math.ceil((y - E + 1) / stride)); row <= lastRow; row++)
        for (let column = Math.max(0, Math.ceil((x - E + 1) / stride)); column <= lastColumn; column++)
          adds[(row * R + column) * windows + window]++;
    }
    return adds;
  }
}
