// Hardware-aware training of every kind of neuron that the systems have costs for; what they have none for, by name.
import { expect, it } from 'vitest';
import { DEFAULT_TRAIN, type NetworkSpec, type NeuronSpec } from '../../../../engine/contract/index.ts';
import { toyNetwork } from '../../../engine/train/fixtures.ts';
import { temporaryFolder } from '../../store/fixtures.ts';
import { runToy } from './toy-run.ts';

const withNeuron = (changes: Partial<NeuronSpec>): NetworkSpec => ({
  ...toyNetwork,
  neuron: { ...toyNetwork.neuron, ...changes },
});
const CUBA = { model: 'cuba-lif', synapseLeak: 0.5 } as const;
const NETWORKS: Record<string, NetworkSpec> = {
  'reset to zero': toyNetwork,
  'reset by subtraction': withNeuron({ reset: 'subtract' }),
  'integrate and fire': withNeuron({ model: 'if', leak: 1 }),
  'filtered synapses': withNeuron(CUBA),
  'filtered synapses, subtraction': withNeuron({ ...CUBA, reset: 'subtract' }),
  'batch normalisation': {
    ...toyNetwork,
    layers: toyNetwork.layers.map((layer, l) =>
      l === 0 ? { ...layer, normalise: 'batch' as const } : layer,
    ),
  },
};

async function trained(network: NetworkSpec, beta: number) {
  const hardwareLoss = {
    ...DEFAULT_TRAIN.hardwareLoss,
    mode: beta > 0 ? ('proxy' as const) : ('off' as const),
    beta,
  };
  const answer = await runToy(temporaryFolder(), network, { epochs: 16, pretrainEpochs: 6, hardwareLoss });
  if (!answer.ok) throw new Error(answer.issues[0].message);
  const { accuracy, costs, layers } = answer.value.evaluation;
  return { accuracy, edps: costs.map(({ edpJs }) => edpJs), hidden: layers[0].spikeDensity };
}

it.each(Object.entries(NETWORKS))('%s: fires less, costs less, answers as well', async (_, network) => {
  const [without, with_] = [await trained(network, 0), await trained(network, 0.05)];
  expect(with_.hidden).toBeLessThan(0.7 * without.hidden);
  expect(with_.edps).toHaveLength(2);
  with_.edps.forEach((edp, s) => expect(edp).toBeLessThan(without.edps[s]));
  expect(with_.accuracy).toBeGreaterThan(0.9);
});

it('refuses recurrent layers by name', async () => {
  const layers = toyNetwork.layers.map((layer, l) => (l === 1 ? { ...layer, recurrent: true } : layer));
  const answer = await runToy(temporaryFolder(), { ...toyNetwork, layers }, {});
  expect(answer.ok).toBe(false);
  expect(answer.ok ? [] : answer.issues.map(({ path, message }) => `${path}: ${message}`)).toContain(
    'network.layers[1]: must be without recurrent weights (got fc1, recurrent); no system has costs for it, so it can only be trained, without the hardware loss',
  );
});
