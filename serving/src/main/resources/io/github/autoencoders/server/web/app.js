'use strict';

const at = id => document.getElementById(id);
const state = { server: '', token: '', models: [], name: '', about: null, summary: '', tasks: new Map(), code: [], a: null, b: null, seen: null };
const GRID = 9;
const MAX_SLIDERS = 64;

// ---- the server -----------------------------------------------------------------------------------------------

const JSON_TYPE = 'application/json';

async function answered(path, accept, type, body) {
  const headers = { Accept: accept };
  if (body !== undefined) headers['Content-Type'] = type;
  if (state.token) headers.Authorization = 'Bearer ' + state.token;
  const response = await fetch(state.server + path, { headers, method: body === undefined ? 'GET' : 'POST', body });
  if (!response.ok) throw new Error((await response.json()).message || response.statusText);
  return response;
}

async function ask(path, body) {
  return (await answered(path, JSON_TYPE, JSON_TYPE, body === undefined ? undefined : JSON.stringify(body))).json();
}

// Says of samples that a model made them, which may be masks of what goes in.
function made(values) {
  values.made = true;
  return values;
}

function predictions(task) {
  const query = at('label').value ? '?label=' + encodeURIComponent(at('label').value) : '';
  return `/predictions/${encodeURIComponent(state.tasks.get(task))}${query}`;
}

const predict = (task, body) => ask(predictions(task), body);

function say(text, bad) {
  at('status').textContent = text;
  at('status').classList.toggle('bad', Boolean(bad));
}

// What is to be said of a section stands in it; what was wrong is not wrong any more when its work is done.
function tell(section, text, bad) {
  const place = at(section).querySelector('.message');
  place.textContent = text;
  place.classList.toggle('bad', Boolean(bad));
}

// Returns the number in a field, or null and says beside it what is wrong: nothing is changed in silence.
function number(id) {
  const field = at(id);
  const value = Number(field.value);
  const whole = field.step === '1';
  const right = field.value !== '' && Number.isFinite(value) && (!whole || Number.isSafeInteger(value))
    && (field.min === '' || value >= Number(field.min)) && (field.max === '' || value <= Number(field.max));
  const rule = field.max === '' ? 'a whole number' : `from ${field.min} to ${field.max}`;
  at(id + '-wrong').textContent = right ? '' : `must be ${rule}${field.value === '' ? '' : `, but is ${field.value}`}`;
  field.setAttribute('aria-invalid', String(!right));
  return right ? value : null;
}

// Runs the newest of many requests, one at a time: what comes meanwhile replaces what waits.
function newest(section, work) {
  let running = false;
  let waiting = null;
  return async function run(...given) {
    if (running) { waiting = given; return; }
    running = true;
    try {
      await work(...given);
      tell(section, '');
    } catch (e) {
      tell(section, e.message, true);
    } finally {
      running = false;
      if (waiting) { const next = waiting; waiting = null; run(...next); }
    }
  };
}

const guarded = work => async (...given) => { try { await work(...given); } catch (e) { say(e.message, true); } };

const within = (section, work) => async (...given) => {
  try { await work(...given); } catch (e) { tell(section, e.message, true); }
};

const connect = guarded(async () => {
  state.server = at('server').value.trim().replace(/\/+$/, '');
  state.token = at('token').value;
  sessionStorage.setItem('server', state.server);
  sessionStorage.setItem('token', state.token);
  say('Connecting');
  const models = (await ask('/models')).models;
  const found = new Map();
  for (const { modelName: name, task: told } of models) {
    const task = told || await taskOf(name);
    if (!task) continue;
    const base = name.endsWith(task) ? name.slice(0, -task.length - 1) : name;
    if (!found.has(base)) found.set(base, new Map());
    found.get(base).set(task, name);
  }
  if (!found.size) throw new Error('the server must have a model that tells its task, but has ' + models.map(model => model.modelName));
  state.models = found;
  at('model').replaceChildren(...[...found.keys()].map(name => new Option(name)));
  await choose();
});

// DJL Serving's list does not tell what its models do; ours do, when asked.
const taskOf = name => ask(`/predictions/${encodeURIComponent(name)}?describe=true`, []).then(about => about.task, () => '');

async function choose() {
  state.name = at('model').value;
  state.tasks = state.models.get(state.name);
  at('label').replaceChildren();
  state.about = await ask(`/predictions/${encodeURIComponent([...state.tasks.values()][0])}?describe=true`, []);
  at('label').replaceChildren(...state.about.conditions.map(label => new Option(label)));
  at('label-choice').hidden = !state.about.conditions.length;
  at('title').textContent = state.name;
  document.title = state.name;
  const { codeSize, normal: likeNormal } = state.about;
  at('sheet-hint').hidden = likeNormal;
  if (state.about.detector || !codeSize) {
    for (const id of ['sound', 'map', 'image', 'between', 'sheet']) at(id + '-section').hidden = true;
    document.querySelectorAll('#jump a').forEach(link => { link.hidden = true; });
    say(`a detector of ${samples()}: send them to /predictions/${[...state.tasks.values()][0]}`);
    return;
  }
  state.summary = `${samples()}, codes of ${codeSize}`;
  say(state.summary);
  const { rate } = state.about;
  at('sound-section').hidden = !rate || !(state.tasks.has('reconstruct') || state.tasks.has('score'));
  for (const id of ['play-decoded', 'play-hint']) at(id).hidden = !rate;
  forget();
  at('map-section').hidden = !state.tasks.has('decode');
  at('image-section').hidden = !state.about.image || !state.tasks.has('encode');
  at('or-image').hidden = at('image-section').hidden && at('sound-section').hidden;
  at('or-image').textContent = rate ? ', or a sound of one window above,' : ', or an image above,';
  at('between-section').hidden = !state.tasks.has('decode');
  at('sheet-section').hidden = !state.tasks.has('sample');
  document.querySelectorAll('#jump a').forEach(link => { link.hidden = document.querySelector(link.hash).hidden; });
  document.querySelectorAll('.message').forEach(each => { each.textContent = ''; });
  const dimensions = Array.from({ length: codeSize }, (_, d) => d);
  for (const id of ['across', 'up']) {
    at(id).replaceChildren(...dimensions.map(d => new Option(d + 1, d)));
  }
  const heeded = await axes(codeSize);
  at('across').value = heeded[0];
  at('up').value = heeded[Math.min(1, heeded.length - 1)];
  state.code = new Array(codeSize).fill(0);
  state.a = state.b = state.seen = null;
  for (const id of ['between', 'sheet', 'directions']) at(id).replaceChildren();
  at('codes-file').value = '';
  makeSliders();
  for (const id of ['decoded', 'drawing', 'reconstruction', 'error', 'a', 'b']) fit(at(id));
  show();
  drawMap();
  kept();
  await Promise.all([example(), sheet()]);
}

// What a model shows before anybody asked: an image of its own, and two codes with the way between them.
const example = within('image-section', async () => {
  if (!state.tasks.has('decode')) return;
  const { normal: likeNormal, codeSize } = state.about;
  if (likeNormal) {
    state.a = Array.from({ length: codeSize }, normal);
    state.b = Array.from({ length: codeSize }, normal);
    await interpolate();
  }
  if (!state.about.image || !state.tasks.has('encode')) return;
  paint(at('drawing'), await predict('decode', state.a || state.code));
  await look();
});

function samples() {
  const { image, shape, symbols, columns, rate } = state.about;
  if (rate) return `sounds of ${duration(shape[1] / rate)} at ${kilohertz(rate)}`;
  if (image) return `images of ${shape[2]} x ${shape[1]}`;
  if (symbols && symbols.length) return `strings of at most ${shape[1]} symbols`;
  if (shape.length === 2) return `sequences of ${shape[1]} points`;
  return columns && columns.length ? `rows of ${columns.length} columns` : `samples of ${shape.join(' x ')}`;
}

// The values of the code, those first that the decoder heeds: some models leave many of theirs unused.
async function axes(codeSize) {
  const all = Array.from({ length: codeSize }, (_, d) => d);
  if (codeSize < 3 || codeSize > MAX_SLIDERS || !state.tasks.has('decode')) return all;
  const codes = all.flatMap(d => [-2, 2].map(value => all.map(other => other === d ? value : 0)));
  const samples = await predict('decode', codes);
  const effects = all.map(d => samples[2 * d].reduce((sum, value, i) => sum + Math.abs(value - samples[2 * d + 1][i]), 0));
  const heeded = all.filter(d => effects[d] > .1 * Math.max(...effects));
  return [...heeded, ...all.filter(d => !heeded.includes(d))];
}

// ---- samples as pictures --------------------------------------------------------------------------------------

function fit(canvas) {
  const { image, shape } = state.about;
  canvas.width = image ? shape[2] : 240;
  canvas.height = image ? shape[1] : 160;
  canvas.classList.toggle('drawn', !image);
  const context = canvas.getContext('2d', { willReadFrequently: canvas === at('drawing') });
  context.fillStyle = image ? '#000' : colour('--sunk');
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name);

const byte = value => Math.max(0, Math.min(255, Math.round(value)));

// A mask that a model made shows its classes, from black to white; an image that goes in has colours or is grey.
function picture(values) {
  const [, height, width] = state.about.shape;
  const plane = height * width;
  const channels = values.length / plane;
  const classes = state.about.classes || [];
  if (values.made && classes.length) {
    values = values.map(value => 255 * classes.indexOf(value) / (classes.length - 1));
  }
  const pixels = new ImageData(width, height);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = byte(values[(channels === 3 ? c * plane : 0) + i]);
    pixels.data[4 * i + 3] = 255;
  }
  return pixels;
}

function ground(canvas) {
  const context = canvas.getContext('2d');
  context.fillStyle = colour('--sunk');
  context.fillRect(0, 0, canvas.width, canvas.height);
}

// An image's pixels, a string, the columns of a row, or a line for each channel of any other sample.
function paint(canvas, values) {
  const context = canvas.getContext('2d');
  if (state.about.image) { context.putImageData(picture(values), 0, 0); return; }
  ground(canvas);
  const { shape, symbols, columns, rate } = state.about;
  if (rate) drawSound(canvas, values, rate);
  else if (symbols && symbols.length) writeString(canvas, context, text(values));
  else if (shape.length === 1 && columns && columns.length) writeRow(canvas, context, columns, values);
  else drawLines(canvas, context, shape.length === 2 ? shape[0] : 1, values);
}

// The first symbol, which is empty, ends a string.
function text(values) {
  const ended = values.findIndex(index => Math.round(index) === 0);
  return values.slice(0, ended < 0 ? values.length : ended).map(index => state.about.symbols[Math.round(index)]).join('');
}

function writeString(canvas, context, string) {
  const row = 12;
  context.font = '600 28px ui-monospace, monospace';
  context.fillStyle = colour('--ink');
  for (let i = 0; i * row < string.length; i++) {
    context.fillText(string.slice(i * row, (i + 1) * row), 10, 36 + 34 * i, canvas.width - 20);
  }
  if (!string) { context.fillStyle = colour('--faint'); context.fillText('(empty)', 10, 36); }
  canvas.title = string || 'the empty string';
}

function writeRow(canvas, context, columns, values) {
  const shown = Math.min(8, columns.length);
  const line = canvas.height / (shown + (columns.length > shown ? 1 : 0));
  const size = Math.min(18, line * .8);
  const write = (string, i, align, ink) => {
    Object.assign(context, { textAlign: align, fillStyle: colour(ink), textBaseline: 'middle' });
    context.fillText(string, align === 'left' ? 8 : canvas.width - 8, (i + .5) * line, canvas.width * .48);
  };
  context.font = `${size}px system-ui, sans-serif`;
  const cell = value => typeof value === 'number' ? Number(value.toPrecision(4)).toString() : String(value);
  columns.slice(0, shown).forEach((name, i) => { write(name, i, 'left', '--faint'); write(cell(values[i]), i, 'right', '--ink'); });
  if (columns.length > shown) write(`and ${columns.length - shown} more`, shown, 'left', '--faint');
  canvas.title = columns.map((name, i) => `${name} ${cell(values[i])}`).join(', ');
}

// A row too small to be read: a bar for each column, in the range or among the words of all.
function columnBars(canvas, values, all) {
  ground(canvas);
  const context = canvas.getContext('2d');
  const step = canvas.width / values.length;
  values.forEach((value, i) => {
    const others = all.map(row => row[i]);
    const words = [...new Set(others)].sort();
    const low = Math.min(...others);
    const part = typeof value === 'number' ? (value - low) / (Math.max(...others) - low || 1)
      : (words.indexOf(value) + 1) / words.length;
    context.fillStyle = colour(typeof value === 'number' ? '--accent' : '--faint');
    const height = Math.max(.03, part) * (canvas.height - 16);
    context.fillRect((i + .15) * step, canvas.height - 8 - height, .7 * step, height);
  });
}

function drawLines(canvas, context, channels, values) {
  const length = values.length / channels;
  Object.assign(context, { strokeStyle: colour('--accent'), lineWidth: 2.5, lineJoin: 'round' });
  for (let c = 0; c < channels; c++) {
    const line = values.slice(c * length, (c + 1) * length);
    const [low, high] = line.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
    const span = high - low || 1;
    context.beginPath();
    line.forEach((value, i) => context.lineTo(
      (i + .5) / length * canvas.width, (1 - (value - low) / span) * (canvas.height - 16) + 8));
    context.stroke();
  }
}

function strip(place, samples, name) {
  place.replaceChildren(...samples.map((values, i) => {
    const canvas = fit(document.createElement('canvas'));
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${name} ${i + 1}`);
    paint(canvas, made(values));
    return state.about.rate ? playable(canvas, values, place.closest('section').id) : canvas;
  }));
}

function playable(canvas, values, section) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-label', `play ${canvas.getAttribute('aria-label')}`);
  button.append(canvas);
  button.addEventListener('click', () => play(section, values));
  return button;
}

// ---- the plane and the sliders --------------------------------------------------------------------------------

const reach = () => { const wanted = number('reach'); if (wanted) state.reach = wanted; return state.reach || 3; };

function makeSliders() {
  const legend = at('sliders').querySelector('legend');
  const all = state.code.length;
  legend.textContent = all > MAX_SLIDERS ? `The first ${MAX_SLIDERS} of ${all} values of the code` : 'Values of the code';
  at('sliders').replaceChildren(legend, ...state.code.slice(0, MAX_SLIDERS).map((value, d) => {
    const range = { min: -reach(), max: reach(), value };
    return slider(String(d + 1), `value ${d + 1} of the code`, range, to => {
      state.code[d] = to;
      show();
      if (d !== Number(at('across').value) && d !== Number(at('up').value)) drawMap();
    });
  }));
}

function slider(name, what, range, moved) {
  const row = document.createElement('label');
  const input = document.createElement('input');
  const output = document.createElement('output');
  Object.assign(input, { type: 'range', step: .01, ...range }); // the bounds before the value
  input.setAttribute('aria-label', what);
  input.addEventListener('input', () => moved(Number(input.value), output));
  row.append(name, input, output);
  return row;
}

// Of each label the way from the mean of all codes to the mean of its own, and how far it is gone.
const attributes = within('map-section', async file => {
  if (!file) return;
  const [header, ...rows] = (await file.text()).split(/\r?\n/).filter(Boolean).map(cells);
  const places = state.code.map((_, d) => header.indexOf('z' + (d + 1)));
  const label = header.indexOf('label');
  if (label < 0 || places.includes(-1)) {
    throw new Error(`${file.name} must have the columns z1 to z${places.length} and label, but has ${header.slice(0, 9).join(', ')}`);
  }
  const codes = rows.map(row => ({ label: row[label], code: places.map(place => Number(row[place])) }));
  const all = mean(codes);
  const names = [...new Set(codes.map(each => each.label))].slice(0, MAX_SLIDERS);
  at('directions').replaceChildren(...names.map(name => {
    const own = mean(codes.filter(each => each.label === name));
    return direction(name, own.map((value, d) => value - all[d]));
  }));
  tell('map-section', '');
});

function cells(line) {
  return [...(',' + line).matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(found => found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
}

const mean = codes => state.code.map((_, d) => codes.reduce((sum, each) => sum + each.code[d], 0) / codes.length);

function direction(name, along) {
  let gone = 0;
  const row = slider(name, `how much ${name}`, { min: -3, max: 3, value: 0 }, (to, output) => {
    const step = to - gone;
    gone = to;
    output.textContent = gone.toFixed(2);
    goTo(state.code.map((value, d) => value + step * along[d]));
  });
  row.lastChild.textContent = '0.00';
  return row;
}

at('codes-file').addEventListener('change', () => attributes(at('codes-file').files[0]));

const decode = newest('map-section', async code => {
  if (!state.tasks.has('decode')) return;
  state.decoded = await predict('decode', code);
  paint(at('decoded'), made(state.decoded));
  at('decoded').dataset.code = code.join(',');
});

function show() {
  const x = state.code[at('across').value];
  const y = state.code[at('up').value];
  at('cross').style.left = `${(x / reach() + 1) * 50}%`;
  at('cross').style.top = `${(1 - y / reach()) * 50}%`;
  at('position').textContent = `${x.toFixed(2)}, ${y.toFixed(2)}`;
  at('sliders').querySelectorAll('label').forEach((row, d) => {
    row.querySelector('input').value = state.code[d];
    row.querySelector('output').textContent = state.code[d].toFixed(2);
  });
  decode([...state.code]);
}

// What the decoder makes of a grid over the plane, the other values as they are.
const drawMap = newest('map-section', async () => {
  if (!state.tasks.has('decode')) return;
  const codes = [];
  for (let row = 0; row < GRID; row++) {
    for (let column = 0; column < GRID; column++) {
      const code = [...state.code];
      code[at('across').value] = ((column + .5) / GRID * 2 - 1) * reach();
      code[at('up').value] = (1 - (row + .5) / GRID * 2) * reach();
      codes.push(code);
    }
  }
  const samples = await predict('decode', codes);
  const context = at('map').getContext('2d');
  const cell = at('map').width / GRID;
  const one = fit(document.createElement('canvas'));
  context.clearRect(0, 0, at('map').width, at('map').height);
  context.imageSmoothingEnabled = true;
  const named = state.about.shape.length === 1 && (state.about.columns || []).length > 0;
  samples.forEach((values, i) => {
    if (named) columnBars(one, values, samples);
    else if (state.about.rate) { ground(one); drawWave(one.getContext('2d'), { x: 0, y: 0, width: one.width, height: one.height }, values, peak(values)); }
    else paint(one, made(values));
    const height = state.about.image ? cell : cell * one.height / one.width;
    context.drawImage(one, (i % GRID) * cell, Math.floor(i / GRID) * cell + (cell - height) / 2, cell, height);
  });
  at('map').dataset.drawn = String(Number(at('map').dataset.drawn || 0) + 1);
});

function move(x, y) {
  const within = value => Math.max(-reach(), Math.min(reach(), value));
  state.code[at('across').value] = within(x);
  state.code[at('up').value] = within(y);
  show();
}

at('plane').addEventListener('pointermove', event => {
  const box = at('map').getBoundingClientRect();
  move(((event.clientX - box.left) / box.width * 2 - 1) * reach(), (1 - (event.clientY - box.top) / box.height * 2) * reach());
});
at('plane').addEventListener('keydown', event => {
  const step = reach() / (event.shiftKey ? 6 : 30);
  const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key];
  if (!by) return;
  event.preventDefault();
  move(state.code[at('across').value] + by[0], state.code[at('up').value] + by[1]);
});
for (const id of ['across', 'up']) at(id).addEventListener('change', () => { show(); drawMap(); });
at('reach').addEventListener('change', () => { makeSliders(); show(); drawMap(); });
at('label').addEventListener('change', () => {
  show();
  drawMap();
  look();
  kept();
  if (state.a && state.b) interpolate();
  sheet();
});
at('origin').addEventListener('click', () => goTo(state.code.map(() => 0)));
at('draw-code').addEventListener('click', () => goTo(state.code.map(normal)));

// Box and Muller (1958).
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

function goTo(code) {
  state.code = [...code];
  const furthest = Math.max(...code.map(Math.abs));
  if (furthest > reach()) { at('reach').value = Math.ceil(furthest * 2) / 2; makeSliders(); }
  show();
  drawMap();
}

// ---- a sound and its reconstruction ---------------------------------------------------------------------------

const FIGURES = ['sound-before', 'sound-after'];

const sent = newest('sound-section', async file => {
  const name = state.name;
  let bytes = await file.arrayBuffer();
  const before = await decoded(bytes).catch(() => null);
  if (!isServersSound(bytes)) {
    if (!before) throw new Error(`${file.name} must be a sound that the server or the browser reads, but is none`);
    bytes = wave(before);
  }
  const heard = { before, after: null, scores: null };
  let restored = null;
  if (state.tasks.has('reconstruct')) {
    const start = performance.now();
    restored = await (await send('reconstruct', bytes, 'audio/wav')).arrayBuffer();
    heard.took = (performance.now() - start) / 1000;
    heard.after = await decoded(restored);
  }
  if (state.tasks.has('encode') && isOneWindow(before || heard.after)) {
    const codes = await windows('encode', bytes, heard);
    if (codes && codes.windows.length === 1) heard.code = codes.windows[0].code;
  }
  if (state.tasks.has('score')) heard.scores = await windows('score', bytes, heard);
  if (state.name !== name) return;
  forget();
  state.heard = heard;
  state.seen = heard.code || state.seen;
  at('sound-code').hidden = !heard.code;
  kept();
  at('sound-drop').hidden = true;
  at('recording').textContent = heard.note || (before ? '' : 'The browser cannot play what the server has read.');
  hear('sound-before', before, bytes);
  hear('sound-after', heard.after, restored);
  drawHeard();
});

const isOneWindow = sound => sound !== null && Math.round(seconds(sound) * state.about.rate) <= state.about.shape[1];

// What is told of windows, which may be too many where the sound itself is not too long.
const windows = (task, bytes, heard) => send(task, bytes, JSON_TYPE).then(answer => answer.json())
  .catch(e => { heard.note = e.message; return null; });

const send = (task, bytes, accept) => answered(predictions(task), accept, 'audio/wav', bytes);

// Nothing is left of a sound before, or of another model's.
function forget() {
  for (const id of FIGURES) {
    const audio = at(id).querySelector('audio');
    audio.pause();
    if (audio.src) URL.revokeObjectURL(audio.src);
    audio.removeAttribute('src');
    at(id).hidden = true;
  }
  for (const id of ['sound-score', 'save-sound', 'sound-code']) at(id).hidden = true;
  at('sound-drop').hidden = false;
  at('recording').textContent = '';
  state.heard = null;
}

function hear(id, sound, bytes) {
  if (!sound) return;
  const address = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
  at(id).hidden = false;
  at(id).querySelector('audio').src = address;
  if (id === 'sound-after') Object.assign(at('save-sound'), { href: address, hidden: false });
}

// Before and after in one scale, so that they can be compared.
function drawHeard() {
  if (!state.heard) return;
  const { before, after, took, scores } = state.heard;
  const seen = [before, after].map((sound, i) => sound && pictured(at(FIGURES[i]), sound)).filter(Boolean);
  const greatest = Math.max(...seen.map(each => peak(each.values)));
  const most = Math.max(...seen.map(each => loudest(each.powers)));
  for (const { figure, values, powers } of seen) {
    const [whole, spectrum] = ['.wave', '.spectrum'].map(name => figure.querySelector(name));
    ground(whole);
    drawWave(whole.getContext('2d'), { x: 0, y: 0, width: whole.width, height: whole.height }, values, greatest);
    drawSpectrum(spectrum.getContext('2d'), { x: 0, y: 0, width: spectrum.width, height: spectrum.height }, powers, most);
  }
  if (after) {
    const speed = seconds(after) / took;
    at('sound-after').querySelector('.told').textContent = `${speed < 10 ? speed.toFixed(1) : Math.round(speed)} times as fast as it plays`;
  }
  if (scores) drawScores(scores);
}

function pictured(figure, sound) {
  const values = mono(sound);
  const channels = sound.channels.length === 1 ? '1 channel' : `${sound.channels.length} channels`;
  figure.querySelector('.told').textContent = `${duration(seconds(sound))}, ${kilohertz(sound.rate)}, ${channels}`;
  figure.querySelector('.highest').textContent = kilohertz(sound.rate / 2);
  return { figure, values, powers: spectra(values, sound.rate, figure.querySelector('.spectrum').width) };
}

function drawScores({ score, windows }) {
  at('sound-score').hidden = false;
  at('mean-score').textContent = score.toFixed(2);
  at('window-count').textContent = windows.length === 1 ? 'one window' : `${windows.length} windows`;
  at('scores').hidden = windows.length === 1;
  ground(at('scores'));
  drawLines(at('scores'), at('scores').getContext('2d'), 1, windows.map(window => window.score));
}

for (const id of FIGURES) {
  const audio = at(id).querySelector('audio');
  const trace = at(id).querySelector('.trace');
  const follow = () => {
    trace.querySelector('.head').style.left = `${100 * audio.currentTime / (audio.duration || 1)}%`;
    if (!audio.paused) requestAnimationFrame(follow);
  };
  for (const type of ['play', 'seeked', 'pause', 'loadeddata']) audio.addEventListener(type, follow);
  audio.addEventListener('play', () => {
    for (const other of document.querySelectorAll('audio')) if (other !== audio) other.pause();
  });
  trace.addEventListener('click', event => {
    const box = trace.getBoundingClientRect();
    audio.currentTime = (event.clientX - box.left) / box.width * (audio.duration || 0);
  });
}

// Files that are chosen, or dropped on a place.
function takes(file, place, work) {
  const first = files => { if (files.length) work(files[0]); };
  at(file).addEventListener('change', () => first(at(file).files));
  for (const type of ['dragover', 'dragleave', 'drop']) {
    at(place).addEventListener(type, event => {
      event.preventDefault();
      at(place).classList.toggle('over', type === 'dragover');
      if (type === 'drop') first(event.dataTransfer.files);
    });
  }
}

takes('sound-file', 'sound-section', sent);

let end = null; // of a recording that runs
at('record').disabled = !navigator.mediaDevices;
at('record').title = navigator.mediaDevices ? '' : 'A browser records only for pages of this computer, or behind HTTPS.';
at('record').addEventListener('click', within('sound-section', async () => {
  if (end) {
    const ended = end();
    end = null;
    recording('Record');
    const sound = await ended;
    if (sound.channels[0].length) await sent(new File([wave(sound)], 'recording.wav'));
    return;
  }
  at('record').disabled = true; // one alone begins
  try {
    end = await record((samples, rate) => {
      at('recording').textContent = `${(samples / rate).toFixed(1)} s`;
      if (2 * (samples + rate) > MOST_BYTES && end) at('record').click(); // a second before
    });
    recording('Stop');
  } finally {
    at('record').disabled = false;
  }
}));

function recording(next) {
  at('record').textContent = next;
  at('record').setAttribute('aria-pressed', String(next === 'Stop'));
  at('record').classList.toggle('on', next === 'Stop');
}

const player = new Audio();
const play = (section, values) => within(section, async () => {
  player.pause();
  if (player.src) URL.revokeObjectURL(player.src);
  player.src = URL.createObjectURL(new Blob([wave({ channels: [values], rate: state.about.rate })], { type: 'audio/wav' }));
  await player.play();
})();
at('play-decoded').addEventListener('click', () => { if (state.decoded) play('map-section', state.decoded); });

// ---- an image, its code and its reconstruction ----------------------------------------------------------------

function drawn() {
  const [channels, height, width] = state.about.shape;
  const { data } = at('drawing').getContext('2d').getImageData(0, 0, width, height);
  const plane = width * height;
  const values = new Array(channels * plane);
  for (let i = 0; i < plane; i++) {
    const [red, green, blue] = data.subarray(4 * i, 4 * i + 3);
    if (channels === 1) values[i] = Math.round(.299 * red + .587 * green + .114 * blue);
    else [red, green, blue].forEach((value, c) => { values[c * plane + i] = value; });
  }
  return values;
}

const look = newest('image-section', async () => {
  if (!state.about || !state.about.image || !state.tasks.has('encode')) return;
  const sample = drawn();
  const code = await predict('encode', sample);
  state.seen = code;
  kept();
  at('code').textContent = code.map(value => value.toFixed(2)).join(', ');
  if (state.tasks.has('reconstruct')) {
    const reconstruction = await predict('reconstruct', sample);
    paint(at('reconstruction'), made(reconstruction));
    const masks = state.about.classes && state.about.classes.length;
    at('error').closest('figure').hidden = Boolean(masks); // a class is no distance
    const error = sample.map((value, i) => Math.abs(value - reconstruction[i]));
    paint(at('error'), error);
    at('mean-error').textContent = `, ${(error.reduce((sum, value) => sum + value, 0) / error.length).toFixed(1)} on average`;
  }
  if (state.tasks.has('score')) at('score').textContent = (await predict('score', sample))[0].toFixed(2);
});

let pen = null;
function point(event) {
  const box = at('drawing').getBoundingClientRect();
  return [(event.clientX - box.left) / box.width * at('drawing').width, (event.clientY - box.top) / box.height * at('drawing').height];
}
at('drawing').addEventListener('pointerdown', event => {
  at('drawing').setPointerCapture(event.pointerId);
  pen = point(event);
  stroke(pen);
});
at('drawing').addEventListener('pointermove', event => { if (pen) stroke(point(event)); });
for (const end of ['pointerup', 'pointercancel']) at('drawing').addEventListener(end, () => { pen = null; });

function stroke(to) {
  const context = at('drawing').getContext('2d');
  Object.assign(context, { strokeStyle: at('ink').value, lineWidth: at('width').value, lineCap: 'round' });
  context.beginPath();
  context.moveTo(...pen);
  context.lineTo(to[0] + .01, to[1]);
  context.stroke();
  pen = to;
  look();
}

const take = within('image-section', async file => {
  const image = await createImageBitmap(file).catch(() => { throw new Error(`${file.name} must be an image, but is none`); });
  const canvas = at('drawing');
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff'; // behind what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  look();
});
takes('file', 'drawing', take);
at('clear').addEventListener('click', () => { fit(at('drawing')); look(); });
at('invert').addEventListener('click', () => {
  paint(at('drawing'), drawn().map(value => 255 - value));
  look();
});
at('copy').addEventListener('click', () => {
  at('drawing').getContext('2d').drawImage(at('decoded'), 0, 0);
  look();
});
for (const id of ['go', 'sound-go']) at(id).addEventListener('click', () => { if (state.seen) goTo(state.seen); });

// ---- between two, and a sheet ---------------------------------------------------------------------------------

function keep(which, code) {
  state[which] = [...code];
  kept();
  if (state.a && state.b) interpolate();
}
for (const which of ['a', 'b']) {
  for (const from of ['', 'sound-']) at(`${from}keep-${which}`).addEventListener('click', () => keep(which, state.seen));
  at('place-' + which).addEventListener('click', () => keep(which, state.code));
}

// A and B as pictures, what can be done with them, and what is missing.
function kept() {
  for (const id of ['go', 'keep-a', 'keep-b']) at(id).disabled = at('sound-' + id).disabled = !state.seen;
  const missing = ['a', 'b'].filter(which => !state[which]).map(which => which.toUpperCase());
  at('interpolate').disabled = missing.length > 0;
  tell('between-section', missing.length ? `${missing.join(' and ')} must be kept first` : '');
  thumbnails();
}

const thumbnails = newest('image-section', async () => {
  const there = ['a', 'b'].filter(which => state[which]);
  if (!there.length || !state.tasks.has('decode')) return;
  const pictures = await predict('decode', there.map(which => state[which]));
  there.forEach((which, i) => paint(at(which), made(pictures[i])));
});

const interpolate = within('between-section', async () => {
  const steps = number('steps');
  if (steps === null) return;
  kept();
  const codes = Array.from({ length: steps }, (_, i) => state.a.map((value, d) => value + (state.b[d] - value) * i / (steps - 1)));
  strip(at('between'), await predict('decode', codes), 'step');
});
at('interpolate').addEventListener('click', interpolate);
at('steps').addEventListener('input', () => number('steps'));

const sheet = within('sheet-section', async () => {
  const [first, count] = ['seed', 'count'].map(number);
  if (first === null || count === null || !state.tasks.has('sample')) return;
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  strip(at('sheet'), await predict('sample', seeds), 'sample');
  tell('sheet-section', '');
});
at('sample').addEventListener('click', sheet);
for (const id of ['seed', 'count']) at(id).addEventListener('input', () => number(id));

// Lines and letters have the colours of the page.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  if (!state.about || state.about.image) return;
  drawHeard();
  show();
  drawMap();
  thumbnails();
  if (state.a && state.b) interpolate();
  sheet();
});

at('server-form').addEventListener('submit', event => { event.preventDefault(); connect(); });
at('model').addEventListener('change', guarded(choose));
at('server').value = sessionStorage.getItem('server') || '';
at('token').value = sessionStorage.getItem('token') || '';
connect();
