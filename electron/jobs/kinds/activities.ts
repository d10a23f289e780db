/** Several inferences to try every candidate on: other draws of random activity, else samples of the same source. */
import { accept, type Outcome, type SpikeTensor } from '../../../engine/contract/index.ts';
import { activityOf, activityStream, type ActivityAsk, type ActivityContext } from './activity.ts';

/** Fewer where the source has fewer (an .npy file has one). */
export async function activitiesOf(
  ask: ActivityAsk,
  count: number,
  context: ActivityContext,
): Promise<Outcome<readonly (readonly SpikeTensor[])[]>> {
  const { spikes } = ask;
  if (spikes.kind === 'random' || spikes.kind === 'bursty') {
    const draws: (readonly SpikeTensor[])[] = [];
    for (let i = 0; i < count; i++) {
      const drawn = await activityOf({ ...ask, spikes: { ...spikes, seed: spikes.seed + i } }, context);
      if (!drawn.ok) return drawn;
      draws.push(drawn.value);
      if (i + 1 === count) return accept(draws, drawn.warnings);
    }
  }
  const wanted = spikes.kind === 'npy' ? spikes : { ...spikes, samples: count };
  const stream = await activityStream({ ...ask, spikes: wanted }, context);
  if (!stream.ok) return stream;
  const samples = [...stream.value.samples];
  return stream.value.failure() ?? accept(samples, stream.warnings);
}
