'use strict';

// Sounds in the page: WAV, pictures of them, and the microphone. A sound is { channels, rate }.

const SPREAD = 60; // decibels from the loudest to what is not seen
const SILENCE = -60; // decibels; what is less is never drawn as the loudest
const MOST_BYTES = 16 * 2 ** 20 - 44; // of a recording, as a server takes them, less the head

// ---- WAV ------------------------------------------------------------------------------------------------------

const ascii = (bytes, from) => String.fromCharCode(...new Uint8Array(bytes).slice(from, from + 4));

// Returns whether the server reads these bytes as they are.
function isServersSound(bytes) {
  const [first, kind] = [ascii(bytes, 0), ascii(bytes, 8)];
  return (first === 'RIFF' && kind === 'WAVE') || (first === 'FORM' && /^AIF[FC]$/.test(kind)) || first === '.snd';
}

// A part of odd length has a byte behind it.
const padded = size => size + size % 2;

// Returns the samples a second of a file in WAV, or nothing.
function waveRate(bytes) {
  const view = new DataView(bytes);
  if (ascii(bytes, 0) !== 'RIFF') return null;
  for (let at = 12; at + 16 <= view.byteLength; at += 8 + padded(view.getUint32(at + 4, true))) {
    if (ascii(bytes, at) === 'fmt ') return view.getUint32(at + 12, true);
  }
  return null;
}

// Returns the sound of a file in any form that the browser knows, at the file's own rate where that is WAV.
async function decoded(bytes) {
  const buffer = await context(waveRate(bytes) || 48000).decodeAudioData(bytes.slice(0));
  return { channels: Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c)), rate: buffer.sampleRate };
}

// Some browsers have rates from 8 to 96 kHz alone.
function context(rate) {
  try {
    return new OfflineAudioContext(1, 1, rate);
  } catch {
    return new OfflineAudioContext(1, 1, 48000);
  }
}

// Returns a sound as a file in WAV, of whole numbers of 16 bits.
function wave({ channels, rate }) {
  const frames = channels[0].length;
  const size = 2 * channels.length * frames;
  const view = new DataView(new ArrayBuffer(44 + size));
  const write = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  write(0, 'RIFF');
  view.setUint32(4, 36 + size, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * channels.length * rate, true);
  view.setUint16(32, 2 * channels.length, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, size, true);
  for (let i = 0; i < frames; i++) {
    channels.forEach((values, c) => {
      view.setInt16(44 + 2 * (i * channels.length + c), Math.max(-32768, Math.min(32767, Math.round(values[i] * 32768))), true);
    });
  }
  return view.buffer;
}

const seconds = sound => sound.channels[0].length / sound.rate;

const duration = time => time < 1 ? `${Math.round(1000 * time)} ms` : `${time.toFixed(2)} s`;

const kilohertz = rate => `${Number((rate / 1000).toFixed(2))} kHz`;

// ---- pictures -------------------------------------------------------------------------------------------------

function mono({ channels }) {
  return channels.length === 1 ? channels[0] : channels[0].map((value, i) => (value + channels[1][i]) / 2);
}

const peak = values => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

// In each column from the lowest to the highest value; the greatest amplitude fills the box.
function drawWave(context, box, values, greatest) {
  context.fillStyle = colour('--accent');
  const middle = box.y + box.height / 2;
  for (let x = 0; x < box.width; x++) {
    const from = Math.floor(x / box.width * values.length);
    const to = Math.max(from + 1, Math.floor((x + 1) / box.width * values.length));
    let [low, high] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    const scale = .48 * box.height / (greatest || 1);
    context.fillRect(box.x + x, middle - high * scale - .5, 1, (high - low) * scale + 1);
  }
}

// In place, radix 2 (Cooley and Tukey 1965).
function transform(re, im) {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) { [re[i], re[j]] = [re[j], re[i]]; [im[i], im[j]] = [im[j], im[i]]; }
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let k = 0; k < size / 2; k++) {
      const [c, s] = [Math.cos(-2 * Math.PI * k / size), Math.sin(-2 * Math.PI * k / size)];
      for (let i = k; i < n; i += size) {
        const j = i + size / 2;
        const [x, y] = [re[j] * c - im[j] * s, re[j] * s + im[j] * c];
        re[j] = re[i] - x;
        im[j] = im[i] - y;
        re[i] += x;
        im[i] += y;
      }
    }
  }
}

// Returns for each column the power of each frequency in decibels, of windows of about 30 ms.
function spectra(values, rate, columns) {
  const size = 2 ** Math.round(Math.log2(Math.max(64, rate * .03)));
  const hann = Float64Array.from({ length: size }, (_, i) => .5 - .5 * Math.cos(2 * Math.PI * (i + .5) / size));
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.round((column + .5) / columns * values.length - size / 2);
    const re = hann.map((weight, i) => weight * (values[from + i] || 0));
    const im = new Float64Array(size);
    transform(re, im);
    return Float64Array.from({ length: size / 2 }, (_, k) => 10 * Math.log10(re[k] ** 2 + im[k] ** 2 + 1e-12));
  });
}

const loudest = powers => powers.reduce((most, column) => column.reduce((a, b) => Math.max(a, b), most), SILENCE);

// From the ground over the accent to the ink of the page, in its light or its dark colours.
function palette() {
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const stops = ['--sunk', '--accent', '--ink'].map(name => {
    pixel.fillStyle = colour(name);
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
  });
  return Array.from({ length: 256 }, (_, i) => {
    const place = i / 255 * 2;
    const [below, above] = place < 1 ? [stops[0], stops[1]] : [stops[1], stops[2]];
    return below.map((value, c) => value + (above[c] - value) * (place % 1 || (i === 255 ? 1 : 0)));
  });
}

// Time to the right, frequency upwards to half the rate; the loudest is the darkest, in dark colours the brightest.
function drawSpectrum(context, box, powers, most) {
  const colours = palette();
  const pixels = context.createImageData(box.width, box.height);
  for (let x = 0; x < box.width; x++) {
    const column = powers[x];
    for (let y = 0; y < box.height; y++) {
      const place = (1 - (y + .5) / box.height) * (column.length - 1);
      const k = Math.floor(place);
      const power = column[k] + (column[Math.min(k + 1, column.length - 1)] - column[k]) * (place - k);
      const shade = Math.max(0, Math.min(255, Math.round(255 * (1 + (power - most) / SPREAD))));
      pixels.data.set([...colours[shade], 255], 4 * (y * box.width + x));
    }
  }
  context.putImageData(pixels, box.x, box.y);
}

// A short sound in one picture: its wave above its spectrum.
function drawSound(canvas, values, rate) {
  const context = canvas.getContext('2d');
  const height = Math.round(canvas.height * .42);
  const powers = spectra(values, rate, canvas.width);
  drawSpectrum(context, { x: 0, y: height, width: canvas.width, height: canvas.height - height }, powers, loudest(powers));
  drawWave(context, { x: 0, y: 0, width: canvas.width, height }, values, peak(values));
}

// ---- the microphone -------------------------------------------------------------------------------------------

// Starts to record; returns what ends it and gives the sound. Nothing takes the noise away before the model does.
async function record(heard) {
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  let context = null;
  const close = async () => {
    stream.getTracks().forEach(track => track.stop());
    if (context) await context.close();
  };
  try {
    context = new AudioContext();
    await context.audioWorklet.addModule('recorder.js');
    return listened(stream, context, heard, close);
  } catch (e) {
    await close();
    throw e;
  }
}

// Heard is how many samples there are, and how many a second has.
function listened(stream, context, heard, close) {
  const node = new AudioWorkletNode(context, 'recorder');
  const parts = [];
  let size = 0;
  let last = () => {};
  node.port.onmessage = ({ data: { part, ended } }) => {
    parts.push(part);
    size += part.length;
    if (ended) last();
    else heard(size, context.sampleRate);
  };
  context.createMediaStreamSource(stream).connect(node).connect(context.destination); // it gives silence there
  return async () => {
    const rest = new Promise(done => { last = done; setTimeout(done, 500); }); // if nothing runs any more
    node.port.postMessage('end');
    await rest;
    await close();
    const all = new Float32Array(size);
    parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
    return { channels: [all], rate: context.sampleRate };
  };
}
