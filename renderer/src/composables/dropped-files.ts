/** Files of a drop with their paths, folders read to the bottom. */
export interface DroppedFile {
  /** From the name of what was dropped: `nmnist/Train/3/00012.bin`. */
  readonly relativePath: string;
  readonly file: Blob;
}

export interface Dropped {
  /** Name of the folder, or of the first file. */
  readonly name: string;
  readonly files: readonly DroppedFile[];
}

/** The browser's entries, as far as they are needed. */
interface Entry {
  readonly name: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
}
interface FileEntry extends Entry {
  file(done: (file: Blob) => void, failed: (error: Error) => void): void;
}
interface FolderEntry extends Entry {
  createReader(): {
    readEntries(done: (some: readonly Entry[]) => void, failed: (error: Error) => void): void;
  };
}

/** What a DataTransfer offers during the event of a drop. */
export interface DropSource {
  readonly items: Iterable<{ webkitGetAsEntry(): Entry | null; getAsFile?(): File | null }>;
}

export async function readDrop(transfer: DropSource): Promise<Dropped> {
  // The list of items is only valid during the event: take all entries before the first wait.
  const entries: Entry[] = [];
  const files: DroppedFile[] = [];
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry();
    // What did not come from a file manager (a picture out of a page) has no entry, only its content.
    const file = entry ? null : (item.getAsFile?.() ?? null);
    if (entry) entries.push(entry);
    else if (file) files.push({ relativePath: file.name, file });
  }
  const name = entries[0]?.name ?? files[0]?.relativePath ?? '';
  for (const entry of entries) await collect(entry, entry.name, files);
  return { name, files };
}

async function collect(entry: Entry, path: string, into: DroppedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileEntry);
    into.push({ relativePath: path, file });
    return;
  }
  for (const child of await childrenOf(entry as FolderEntry)) {
    await collect(child, `${path}/${child.name}`, into);
  }
}

const fileOf = (entry: FileEntry): Promise<Blob> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A browser hands out the entries of a folder a hundred at a time. */
async function childrenOf(folder: FolderEntry): Promise<Entry[]> {
  const reader = folder.createReader();
  const children: Entry[] = [];
  for (;;) {
    const some = await new Promise<readonly Entry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return children;
    children.push(...some);
  }
}
