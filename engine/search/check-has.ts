/** What a search inside a training needs of the hardware that its loss is about. */
import { errorAt, type ArchConfig, type Issue, type TrainSpec } from '../contract/index.ts';

export function checkHas({ hardwareLoss, cost }: TrainSpec, arch: ArchConfig): Issue[] {
  const { has } = hardwareLoss;
  if (!has) return [];
  const [chief] = cost.systems;
  const tooMany = (has.bits ?? []).filter((own) => own > arch.bits.weight);
  if (tooMany.length)
    return [
      errorAt(
        'hardwareLoss.has.bits',
        'search/has-bits',
        `must hold at most the ${arch.bits.weight} bits that a weight has on the accelerator (got ${tooMany.join(', ')}); take them away, or set bits.weight`,
      ),
    ];
  if (chief !== 'spikex' && chief !== 'ptb')
    return [
      errorAt(
        'cost.systems[0]',
        'search/has-system',
        `must be spikex or ptb, which have time windows, for a search inside the training (got ${chief ?? 'none'})`,
      ),
    ];
  if (chief === 'ptb' && arch.ptb.tws !== 'layer' && has.tws.length > 1)
    return [
      errorAt(
        'cost.archOverrides.ptb.tws',
        'search/ptb-tws',
        `must be layer where PTB chooses one window size per layer (got ${arch.ptb.tws}); set ptb.tws=layer`,
      ),
    ];
  return [];
}
