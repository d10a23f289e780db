/** What a search inside a training needs of the hardware that its loss is about. */
import { errorAt, type ArchConfig, type Issue, type TrainSpec } from '../contract/index.ts';

export function checkHas({ hardwareLoss, cost }: TrainSpec, arch: ArchConfig): Issue[] {
  if (!hardwareLoss.has) return [];
  const [chief] = cost.systems;
  if (chief !== 'spikex' && chief !== 'ptb')
    return [
      errorAt(
        'cost.systems[0]',
        'search/has-system',
        `must be spikex or ptb, which have time windows, for a search inside the training (got ${chief ?? 'none'})`,
      ),
    ];
  if (chief === 'ptb' && arch.ptb.tws !== 'layer')
    return [
      errorAt(
        'cost.archOverrides.ptb.tws',
        'search/ptb-tws',
        `must be layer where PTB chooses one window size per layer (got ${arch.ptb.tws}); set ptb.tws=layer`,
      ),
    ];
  return [];
}
