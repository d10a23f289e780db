/**
 * Which of the user's files a door may name. The browser door: only below its root folders, the cache of dropped files,
 * the runs’ checkpoints and the user’s own networks, by real paths. Electron and the command line act for the user and
 * may name any file.
 */
import { mkdir } from 'node:fs/promises';
import {
  accept,
  EMBEDDED_DATASETS,
  refuse,
  type FolderListing,
  type HostInfo,
  type Outcome,
  type PreviewSpec,
  type PlaybackSpec,
  type ShrinkSpec,
  type SimulateSpec,
  type SpikeSource,
  type TrainSpec,
} from '../../engine/contract/index.ts';
import { FileChooser } from '../data/chooser.ts';
import { isDescriptionText, isResourceFile } from '../resources/resource-names.ts';

export class FileAccess {
  private readonly chooser: FileChooser;
  private readonly files: FileChooser;
  private readonly isLimited: boolean;

  private constructor(chooser: FileChooser, files: FileChooser, isLimited: boolean) {
    this.chooser = chooser;
    this.files = files;
    this.isLimited = isLimited;
  }

  /** own: folders of the application that hold what the user dropped, trained and kept; read, not browsed. */
  static async open(
    door: HostInfo['door'],
    roots: readonly string[],
    own: readonly string[],
  ): Promise<FileAccess> {
    for (const folder of own) await mkdir(folder, { recursive: true, mode: 0o700 });
    const chooser = await FileChooser.open(roots);
    return new FileAccess(chooser, await FileChooser.open([...roots, ...own]), door === 'web');
  }

  /** False: this door acts for the user and may write where the user may. */
  get writesOwnFolderOnly(): boolean {
    return this.isLimited;
  }

  /** Real paths below which files may be read, for worker threads; null = anywhere. */
  get limits(): readonly string[] | null {
    return this.isLimited ? this.files.roots : null;
  }

  list(path: string | null): Promise<Outcome<FolderListing>> {
    return this.chooser.list(path);
  }

  /** A dataset by name, or a folder that may be read. */
  async checkSource(source: string): Promise<Outcome<null>> {
    return EMBEDDED_DATASETS.some((name) => name === source) ? accept(null) : this.checkFile(source);
  }

  async checkTrainSpec(spec: TrainSpec): Promise<Outcome<null>> {
    const files = [spec.network, spec.cost.arch, spec.cost.energy].filter(isResourceFile);
    const checks = await Promise.all([
      this.checkSource(spec.data.source),
      ...[...files, ...(spec.init ? [spec.init] : [])].map((file) => this.checkFile(file)),
    ]);
    return allOf(checks);
  }

  async checkShrinkSpec({ checkpoint, data, hardware }: ShrinkSpec): Promise<Outcome<null>> {
    const files = [hardware.arch, hardware.energy].filter(isResourceFile);
    return allOf(
      await Promise.all([
        this.checkSource(data.source),
        ...[checkpoint, ...files].map((file) => this.checkFile(file)),
      ]),
    );
  }

  checkSimulateSpec({ network, arch, energy, spikes }: SimulateSpec): Promise<Outcome<null>> {
    return this.checkNamed([network, arch, energy], spikes);
  }

  checkPreviewSpec({ energy, spikes }: PreviewSpec): Promise<Outcome<null>> {
    return this.checkNamed([energy], spikes);
  }

  checkPlaybackSpec({ network, arch, energy, spikes }: PlaybackSpec): Promise<Outcome<null>> {
    const names = [network, arch].filter((one) => !isDescriptionText(one));
    return this.checkNamed([...names, energy], spikes);
  }

  /** names: of resources or files. */
  private async checkNamed(names: readonly string[], spikes: SpikeSource): Promise<Outcome<null>> {
    const files = names.filter(isResourceFile);
    if (spikes.kind === 'npy') files.push(spikes.file);
    return allOf(
      await Promise.all([
        ...files.map((file) => this.checkFile(file)),
        ...(spikes.kind === 'dataset' ? [this.checkSource(spikes.source)] : []),
      ]),
    );
  }

  /** Any file or folder that may be read. */
  async checkFile(path: string): Promise<Outcome<null>> {
    if (!this.isLimited) return accept(null);
    const resolved = await this.files.resolve(path);
    return resolved.ok ? accept(null) : resolved;
  }
}

function allOf(checks: readonly Outcome<null>[]): Outcome<null> {
  const issues = checks.flatMap((check) => (check.ok ? [] : check.issues));
  return issues.length ? refuse(...issues) : accept(null);
}
