/** The few pages that the door itself shows. Fixed text only: nothing that was sent comes back in them. */
export type DoorPage = 'used' | 'locked' | 'entered';

const TEXTS: Readonly<Record<DoorPage, { readonly title: string; readonly text: string }>> = {
  used: {
    title: 'This address no longer opens the workbench',
    text: 'Each address works once. A new one stands in the terminal where SpikeX Workbench runs: open that one.',
  },
  locked: {
    title: 'The workbench is locked for this browser',
    text: 'Open the address that stands in the terminal where SpikeX Workbench runs. It works once and lets this browser in.',
  },
  entered: { title: 'Opening SpikeX Workbench', text: 'One moment.' },
};

export function doorPage(page: DoorPage): string {
  const { title, text } = TEXTS[page];
  const refresh = page === 'entered' ? '<meta http-equiv="refresh" content="0;url=/">' : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.6 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; margin: 0 24px; }
main { max-width: 52ch; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 8px; }
p { margin: 0; opacity: 0.8; }
</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`;
}
