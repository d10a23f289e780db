/** Counts per pixel as brightness on the dark well of the pictures; logarithmic, so that one hot pixel hides nothing. */
const RAMP = ['#0A0D11', '#163149', '#1B5480', '#3E8FC9', '#A8DBFA'];
const SHADES = 256;

const WORDS = Uint32Array.from({ length: SHADES }, (_, shade) => {
  const at = (shade / (SHADES - 1)) * (RAMP.length - 1);
  const low = Math.min(Math.floor(at), RAMP.length - 2);
  const [red, green, blue] = [1, 3, 5].map((digit) => {
    const [from, to] = [RAMP[low], RAMP[low + 1]].map((hex) => parseInt(hex.slice(digit, digit + 2), 16));
    return Math.round(from + (to - from) * (at - low));
  });
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
});

export function heatPainter(counts: Uint32Array): (image: ImageData) => ImageData {
  let most = 1;
  for (const count of counts) if (count > most) most = count;
  const scale = (SHADES - 1) / Math.log1p(most);
  return (image) => {
    const words = new Uint32Array(image.data.buffer, image.data.byteOffset, counts.length);
    for (let at = 0; at < counts.length; at++) words[at] = WORDS[Math.round(Math.log1p(counts[at]) * scale)];
    return image;
  };
}
