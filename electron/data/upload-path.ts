/** A dropped file's relative path, made safe to create below an upload's folder on any system. */
import { errorAt, refuse, accept } from '../../engine/contract/index.ts';
import type { Outcome } from '../../engine/contract/index.ts';

const MAX_DEPTH = 8;
const MAX_NAME_BYTES = 200;
const MAX_PATH_BYTES = 800;
/** Names that Windows keeps for devices, with or without an extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const FORBIDDEN = '<>:"|?*';

/** The path's parts; refuses everything that could leave the folder or that some system cannot create. */
export function safeParts(relativePath: string): Outcome<readonly string[]> {
  const wrong = (what: string): Outcome<readonly string[]> =>
    refuse(
      errorAt(
        'relativePath',
        'upload/path',
        `must be a plain relative path such as Train/5/00001.bin (got ${what}: ` +
          `${JSON.stringify(relativePath.slice(0, 120))}); rename the file or folder and drop it again`,
      ),
    );
  if (Buffer.byteLength(relativePath) > MAX_PATH_BYTES) return wrong('a very long path');
  if (/^[\\/]|^[a-z]:/i.test(relativePath)) return wrong('an absolute path');
  const parts = relativePath.split(/[\\/]/);
  if (parts.length > MAX_DEPTH) return wrong(`more than ${MAX_DEPTH} levels`);
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') return wrong('an empty or dotted part');
    if (Buffer.byteLength(part) > MAX_NAME_BYTES) return wrong('a very long name');
    if (hasForbidden(part) || DEVICE.test(part)) return wrong('a name that not every system allows');
    if (part.endsWith('.') || part.endsWith(' ')) return wrong('a name that ends with a dot or a space');
  }
  return accept(parts);
}

function hasForbidden(part: string): boolean {
  return [...part].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 || code === 0x7f || FORBIDDEN.includes(character);
  });
}
