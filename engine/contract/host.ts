/** Facts about the host process, and its files as the browser door may see them. */
export interface HostInfo {
  readonly appVersion: string;
  readonly door: 'electron' | 'web' | 'cli';
  readonly runtime: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly simd: boolean;
  readonly backend: string;
  readonly database: { readonly file: string; readonly readOnly: boolean; readonly runs: number };
  readonly roots: readonly string[];
  readonly defaultWorkers: number;
}

export interface DoctorCheck {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'error' | 'absent';
  readonly detail: string;
  readonly advice: string | null;
}

/** What the window lets the desktop's own dialog ask for. */
export interface ChooseAsk {
  readonly what: 'folder' | 'file';
  readonly title: string;
  /** File name endings with their dot, `.npy`; empty: any file. */
  readonly endings: readonly string[];
}

/** A package that the application contains. */
export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Text of its licence file; empty where it ships none. */
  readonly text: string;
}

/** Files that were dropped onto the window, copied into the host's own cache. */
export interface KeptUpload {
  readonly id: string;
  /** What to open. */
  readonly path: string;
  /** What was dropped. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly changedAtMs: number;
  /** Runs and jobs that have not ended and read it. */
  readonly usedBy: readonly string[];
}

export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly bytes: number;
  readonly modifiedAtMs: number;
}

export interface FolderListing {
  readonly path: string;
  /** Null at a root. */
  readonly parent: string | null;
  readonly entries: readonly FileEntry[];
  /** True when the folder holds more entries than are listed. */
  readonly truncated: boolean;
}
