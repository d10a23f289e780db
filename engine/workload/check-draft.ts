/** A network under an editor's hands: shapes filled in, sizes per layer, every issue and the ways out of it. */
import type { NetworkCheck } from '../contract/index.ts';
import { recordFrom, type JsonRecord } from '../math/field-reader.ts';
import { inferShapes } from './infer-shapes.ts';
import { networkSizes } from './layer.ts';
import { parseNetwork } from './network.ts';
import { networkFixes } from './network-fixes.ts';

/** text: JSON; infer: fill in H, R and C from the layers below before checking. */
export function checkNetworkDraft(text: string, infer: boolean): NetworkCheck {
  const given = recordFrom(text, 'network', 'network', []);
  const draft: JsonRecord | null = given && infer ? inferShapes(given) : given;
  const parsed = parseNetwork(draft ?? text, 'network');
  const issues = parsed.ok ? parsed.warnings : parsed.issues;
  return {
    draft: draft ? JSON.stringify(draft) : text,
    network: parsed.ok ? parsed.value : null,
    sizes: parsed.ok ? networkSizes(parsed.value) : [],
    issues,
    fixes: draft ? networkFixes(draft, issues) : [],
  };
}
