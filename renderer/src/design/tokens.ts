/** Every colour and font of the window, once, as hex: CSS variables, Naive UI and ECharts are derived from it. */
export interface Tokens {
  readonly name: 'light' | 'dark';
  readonly font: string;
  readonly mono: string;
  readonly bg: string;
  readonly panel: string;
  readonly sunken: string;
  readonly well: string;
  readonly hover: string;
  readonly raised: string;
  /** Between panes; on buttons and selects; on fields that take typing (3:1). */
  readonly line: string;
  readonly line2: string;
  readonly ctl: string;
  readonly grid: string;
  readonly axis: string;
  readonly t1: string;
  readonly t2: string;
  readonly t3: string;
  readonly off: string;
  readonly accent: string;
  readonly accentH: string;
  readonly accentS: string;
  readonly accentT: string;
  readonly onAccent: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly goodS: string;
  readonly warnS: string;
  readonly badS: string;
  /** d: lines and points, 3:1 on the panel. f: fills, always with a label or a separator. */
  readonly dGreen: string;
  readonly dAmber: string;
  readonly dSky: string;
  readonly dBlue: string;
  readonly dVerm: string;
  readonly dPurple: string;
  readonly dGrey: string;
  readonly fGreen: string;
  readonly fAmber: string;
  readonly fSky: string;
  readonly fBlue: string;
  readonly fVerm: string;
  readonly fPurple: string;
  readonly fGrey: string;
  readonly seq0: string;
  readonly seq1: string;
  readonly seq2: string;
  readonly seq3: string;
  readonly seq4: string;
  readonly shadow: string;
}

const FONTS = {
  // No quotes: the same text goes into style sheets, canvas fonts and SVG attributes.
  font: 'Inter Variable, Noto Sans SC, PingFang SC, Microsoft YaHei, system-ui, sans-serif',
  mono: 'JetBrains Mono, ui-monospace, monospace',
};

/** Event pictures look the same in both themes. */
export const PICTURE = {
  well: '#0A0D11',
  frame: '#2A323C',
  text: '#AEB9C6',
  on: '#7DCBF7',
  off: '#F0843C',
} as const;

// prettier-ignore
export const LIGHT: Tokens = {
  name: 'light', ...FONTS,
  bg: '#F1F3F6', panel: '#FFFFFF', sunken: '#F5F7F9', well: '#E9EDF1', hover: '#F0F3F6', raised: '#FFFFFF',
  line: '#DEE3E9', line2: '#C6CDD6', ctl: '#8791A0', grid: '#E8ECF0', axis: '#8791A0',
  t1: '#11161D', t2: '#414B59', t3: '#5D6877', off: '#A3ACB8',
  accent: '#2A5BD7', accentH: '#214CBC', accentS: '#E8EEFD', accentT: '#2450C4', onAccent: '#FFFFFF',
  good: '#00714F', warn: '#855300', bad: '#B23B00', goodS: '#E2F3EC', warnS: '#FBF0D9', badS: '#FCE9DF',
  dGreen: '#008C66', dAmber: '#B57700', dSky: '#2B8FC8', dBlue: '#0069A6', dVerm: '#D05400', dPurple: '#B4548B', dGrey: '#434C59',
  fGreen: '#1FA37C', fAmber: '#EDB03A', fSky: '#6FBFEA', fBlue: '#1F7DB8', fVerm: '#DB6A1B', fPurple: '#CF86B0', fGrey: '#A9B2BD',
  seq0: '#F1F4F7', seq1: '#CFE0EE', seq2: '#8FBBDC', seq3: '#3D8CC3', seq4: '#00558A',
  shadow: '0 8px 28px rgba(17,22,29,.16),0 1px 3px rgba(17,22,29,.12)',
};

// prettier-ignore
export const DARK: Tokens = {
  name: 'dark', ...FONTS,
  bg: '#0B0E12', panel: '#12161C', sunken: '#0E1217', well: '#1A2028', hover: '#1A2028', raised: '#1B2129',
  line: '#232A33', line2: '#364050', ctl: '#667282', grid: '#1D232B', axis: '#5E6A7A',
  t1: '#E9EDF2', t2: '#B3BCC8', t3: '#8D98A7', off: '#566170',
  accent: '#3F68DB', accentH: '#4F79EC', accentS: '#1A2542', accentT: '#93B0FF', onAccent: '#FFFFFF',
  good: '#4CC79E', warn: '#EDB03A', bad: '#F58B4C', goodS: '#10291F', warnS: '#2C2310', badS: '#33200F',
  dGreen: '#2BBE92', dAmber: '#EDB03A', dSky: '#6FC3F2', dBlue: '#4497D4', dVerm: '#F27E33', dPurple: '#DC92BD', dGrey: '#D3DAE2',
  fGreen: '#1D9D78', fAmber: '#D99B1F', fSky: '#58AEE0', fBlue: '#2672AC', fVerm: '#D8641A', fPurple: '#B96C99', fGrey: '#5F6B79',
  seq0: '#161B22', seq1: '#163149', seq2: '#1B5480', seq3: '#3E8FC9', seq4: '#A8DBFA',
  shadow: '0 12px 36px rgba(0,0,0,.6),0 0 0 1px #2B333E',
};

/** `accentH` → `--accent-h`. */
const variableName = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The part of an element that takes the tokens: `document.documentElement` in the window. */
export interface TokenTarget {
  readonly style: { setProperty(name: string, value: string): void; colorScheme: string };
  readonly dataset: Record<string, string | undefined>;
}

/** The style sheet reads these variables and nothing else. */
export function writeTokens(tokens: Tokens, root: TokenTarget): void {
  for (const [key, value] of Object.entries({ ...tokens, ...pictureVariables() })) {
    if (key !== 'name') root.style.setProperty(variableName(key), value);
  }
  root.dataset['theme'] = tokens.name;
  root.style.colorScheme = tokens.name;
}

function pictureVariables(): Record<string, string> {
  return Object.fromEntries(Object.entries(PICTURE).map(([key, value]) => [`picture-${key}`, value]));
}
