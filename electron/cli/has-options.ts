/** Architecture search inside a training, from the command line. */
import {
  accept,
  candidateTws,
  errorAt,
  HAS_MODES,
  refuse,
  type HasMode,
  type HasReport,
  type HasSpec,
  type Issue,
  type Outcome,
} from '../../engine/contract/index.ts';
import { percent, table } from './format.ts';
import type { Arguments, OptionTable } from './options.ts';

/** Share of the epochs behind the pre-training that go on with the choice made. */
const SETTLE_SHARE = 0.25;

export const HAS_OPTIONS = {
  has: {
    kind: 'text',
    value: 'MODE',
    choices: HAS_MODES,
    help: 'search every layer’s window size, and its weight bits with --has-bits, while training: weights and choice on halves of the samples in turns, or jointly',
  },
  'has-tws': {
    kind: 'text',
    value: 'K1,K2,…',
    help: 'window sizes to choose from (default 2,3,5,10, or 2,4,8,16 from 100 steps on); one stays where bits are chosen',
  },
  'has-bits': {
    kind: 'text',
    value: 'B1,B2,…',
    help: 'weight bits to choose from, for example 8,4,2 (default: those of --bits stay)',
  },
  settle: {
    kind: 'integer',
    min: 0,
    help: 'epochs at the end that go on with the choice made (default a quarter of those behind the pre-training)',
  },
  exponent: { kind: 'number', min: 0, max: 2, help: 'hardware loss: g in E^g L^(2-g) (default 1 = EDP)' },
} as const satisfies OptionTable;

/** Null where no search is asked for. */
export function hasFrom(
  args: Arguments,
  otherwise: HasMode | null,
  at: { readonly timesteps: number; readonly epochs: number; readonly pretrainEpochs: number },
): Outcome<HasSpec | null> {
  const mode = (args.text('has') as HasMode | undefined) ?? otherwise;
  if (mode === null) {
    const alone = (['has-tws', 'has-bits', 'settle'] as const).filter((name) => args.has(name));
    return alone.length
      ? refuse(
          ...alone.map((name) =>
            errorAt(`--${name}`, 'cli/has', `must stand beside --has (got it alone); add --has two-level`),
          ),
        )
      : accept(null);
  }
  const issues: Issue[] = [];
  const listOf = (name: 'has-tws' | 'has-bits'): readonly number[] | undefined => {
    const given = args.list(name)?.map(Number);
    if (given?.some((value) => !Number.isInteger(value)))
      issues.push(
        errorAt(`--${name}`, 'cli/has', `must be whole numbers with commas (got ${args.text(name)})`),
      );
    return given;
  };
  const tws = listOf('has-tws') ?? candidateTws(at.timesteps).filter((size) => size > 1);
  const bits = listOf('has-bits');
  const settleEpochs =
    args.number('settle') ?? Math.floor(SETTLE_SHARE * Math.max(0, at.epochs - at.pretrainEpochs));
  return issues.length ? refuse(...issues) : accept({ mode, tws, ...(bits ? { bits } : {}), settleEpochs });
}

export function hasText(report: HasReport, layers: readonly string[]): string {
  const rows = layers.map((layer, l) => ({
    layer,
    tws: String(report.tws[l]),
    sure: percent(Math.max(...report.choices[l].probabilities)),
    exact: String(report.exactTws[l]),
    excess: `${(100 * (report.excess[l] - 1)).toFixed(1)} %`,
    rank: report.rankCorrelation[l]?.toFixed(3) ?? '',
    ...bitsOf(report, l),
  }));
  const columns = [
    ['Layer', 'layer'],
    ['Chosen TWS', 'tws'],
    ['Probability', 'sure'],
    ['Exact best', 'exact'],
    ['Above it', 'excess'],
    ['Proxy’s rank correlation', 'rank'],
    ...(report.bits
      ? ([['Weight bits', 'bits'] as const, ['Probability', 'bitsSure'] as const] as const)
      : []),
  ] as const;
  return table(
    rows,
    columns.map(([head, key]) => ({ head, right: key !== 'layer', of: (row) => row[key] })),
  );
}

/** Chosen bits of a layer and how sure the choice is; empty for pooling, and where bits were not chosen. */
function bitsOf({ bits, choices }: HasReport, layer: number): { bits: string; bitsSure: string } {
  const chosen = choices.find(({ key }) => key === `bits[${layer}]`);
  return {
    bits: String(bits?.[layer] ?? ''),
    bitsSure: chosen ? percent(Math.max(...chosen.probabilities)) : '',
  };
}
