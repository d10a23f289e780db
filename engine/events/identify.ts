/**
 * Which format a file is in: by its first bytes, then by the end of its name. Formats without any signature
 * (N-MNIST .bin and the other raw record formats) are recognised by name only, after everything that is plainly
 * something else (web page, Git LFS pointer, archive, picture, text) has been refused in words that help.
 */
import { accept, errorAt, refuse } from '../contract/index.ts';
import type { EventFormat, Issue, Outcome } from '../contract/index.ts';
import { FORMATS } from './formats/registry.ts';

/** [first bytes, what it is, what to do] of files that are often found in place of recordings. */
const STRANGERS: readonly (readonly [readonly number[], string, string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive', 'extract it and choose the extracted files'],
  [[0x1f, 0x8b], 'a gzip archive', 'extract it and choose the extracted files'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip archive', 'extract it and choose the extracted files'],
  [
    [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59],
    'a NumPy array that is no table of events',
    'give it to a simulation as npy:FILE',
  ],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture', 'choose an event recording'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture', 'choose an event recording'],
];

export function identifyFormat(bytes: Uint8Array, path: string): Outcome<EventFormat> {
  if (bytes.length === 0) {
    return refuse(
      errorAt(path, 'events/empty', 'must hold events (got an empty file); copy or download it again'),
    );
  }
  const name = path.toLowerCase();
  const signed = FORMATS.find(({ matches }) => matches?.(bytes, name));
  if (signed) return accept(signed.format);
  const stranger = strangerIssue(bytes, path);
  if (stranger) return refuse(stranger);
  const named = FORMATS.find(({ extensions }) => extensions.some((ending) => name.endsWith(ending)));
  if (named) return accept(named.format);
  return refuse(
    errorAt(
      path,
      'events/unknown-format',
      `must be an event recording (got content and a name that no known format has); known are ${knownFormats()}`,
    ),
  );
}

/** True where the name ends like a recording of a known format, and like nothing else that lies beside recordings. */
export function hasEventExtension(fileName: string): boolean {
  const name = fileName.toLowerCase();
  return FORMATS.some(
    ({ extensions, sharedExtensions }) =>
      !sharedExtensions && extensions.some((ending) => name.endsWith(ending)),
  );
}

const knownFormats = (): string =>
  FORMATS.map(({ title, extensions }) => `${title} (${extensions.join(', ')})`).join('; ');

function strangerIssue(bytes: Uint8Array, path: string): Issue | null {
  const known = STRANGERS.find(([magic]) => magic.every((byte, i) => bytes[i] === byte));
  if (known) {
    return errorAt(
      path,
      'events/other-file',
      `must be an event recording (got ${known[1]}); ${known[2]}. Known are ${knownFormats()}`,
    );
  }
  const head = asciiHead(bytes);
  return head === null ? null : textIssue(head, path);
}

function textIssue(head: string, path: string): Issue {
  if (head.startsWith('version https://git-lfs')) {
    return errorAt(
      path,
      'events/lfs-pointer',
      'must be the recording itself (got a Git LFS pointer, a short text that stands for it); run "git lfs pull" there',
    );
  }
  if (/^\s*<(!doctype|html|\?xml)/i.test(head)) {
    return errorAt(
      path,
      'events/web-page',
      'must be an event recording (got a web page saved under this name); download the file again, ' +
        'the server probably answered with an error page',
    );
  }
  if (/^class,\s*startTime_usec/i.test(head)) {
    return errorAt(
      path,
      'events/labels',
      'must be an event recording (got the labels of a DVS Gesture recording); choose the .aedat file of this name',
    );
  }
  return errorAt(
    path,
    'events/text',
    `must be an event recording (got text: "${head.slice(0, 40).trim()}"); choose the recording itself, or name the ` +
      'columns of a table of events in its first line, for example "t_us,x,y,p"',
  );
}

/** The first bytes as text where all of them are printable ASCII, else null. Eight bytes at least. */
function asciiHead(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 256);
  if (length < 8) return null;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i];
    const printable = (byte >= 0x20 && byte < 0x7f) || (byte >= 9 && byte <= 13);
    if (!printable) return null;
  }
  return String.fromCharCode(...bytes.subarray(0, length));
}
