'use strict';
// What the mouse, a finger or the arrow keys find on a map of codes.
for (const map of document.querySelectorAll('.map')) {
  const svg = map.querySelector('svg');
  const dots = [...svg.querySelectorAll('.dot')];
  const { points } = JSON.parse(map.querySelector('script').textContent);
  const sheet = map.querySelector('img');
  const tip = map.querySelector('.tip');
  const part = (tag, text, type = '') => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = type;
    return element;
  };
  const sprite = i => {
    const { width, height, columns } = sheet.dataset;
    const frame = part('div', '', 'sprite');
    const image = new Image();
    image.src = sheet.src;
    const times = Math.max(1, Math.floor(96 / width));
    Object.assign(frame.style, { width: `${width * times}px`, height: `${height * times}px` });
    Object.assign(image.style, { width: `${width * columns * times}px`,
      left: `${-(i % columns) * width * times}px`, top: `${-Math.floor(i / columns) * height * times}px` });
    frame.append(image);
    return frame;
  };
  let at = -1;
  const show = i => {
    if (i === at) return;
    if (at >= 0) dots[at].classList.remove('at');
    at = i;
    tip.hidden = i < 0;
    if (i < 0) return;
    dots[i].classList.add('at');
    const { name, label, score, words } = points[i];
    tip.replaceChildren(part('strong', label || name));
    if (label) tip.append(part('p', name, 'faint'));
    if (sheet) tip.append(sprite(i));
    if (words) tip.append(part('p', words));
    tip.append(part('p', 'score ' + score, 'faint'));
    const box = map.getBoundingClientRect();
    const dot = dots[i].getBoundingClientRect();
    const left = dot.left - box.left + 14;
    tip.style.left = `${Math.max(0, left + tip.offsetWidth > box.width ? left - tip.offsetWidth - 24 : left)}px`;
    tip.style.top = `${dot.top - box.top + 14}px`;
  };
  const places = dots.map(dot => [dot.cx.baseVal.value, dot.cy.baseVal.value]);
  const nearest = event => {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let best = -1;
    let least = 30 ** 2;
    places.forEach(([x, y], i) => {
      const distance = (x - p.x) ** 2 + (y - p.y) ** 2;
      if (distance < least) [best, least] = [i, distance];
    });
    show(best);
  };
  svg.addEventListener('pointermove', nearest);
  svg.addEventListener('pointerdown', nearest);
  svg.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse') show(-1); });
  svg.tabIndex = 0;
  svg.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === 'Escape') show(-1);
    if (!step) return;
    event.preventDefault();
    show((at + step + dots.length) % dots.length);
  });
}
// What is folded is printed too.
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(each => { each.open = true; }));
for (const button of document.querySelectorAll('.command button')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = 'Copied';
  });
}
