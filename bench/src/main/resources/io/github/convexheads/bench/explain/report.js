// Tables that sort by a column, and the confusion matrix: what is under the pointer, and orders.
// The page says the same without it.
(() => {
  document.documentElement.classList.add('scripted');

  const value = (row, column) => {
    const cell = row.cells[column];
    const given = cell.getAttribute('data-v');
    const number = Number(given === null ? cell.textContent : given);
    return Number.isNaN(number) ? cell.textContent : number;
  };
  const compare = (a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

  for (const table of document.querySelectorAll('table.sortable')) {
    const titles = [...table.tHead.rows[0].cells];
    titles.forEach((title, column) => {
      const sort = () => {
        const down = title.getAttribute('aria-sort') === 'ascending';
        titles.forEach((other) => other.removeAttribute('aria-sort'));
        title.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column), value(b, column)));
        table.tBodies[0].append(...rows);
      };
      title.tabIndex = 0;
      title.addEventListener('click', sort);
      title.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          sort();
        }
      });
    });
  }

  for (const matrix of document.querySelectorAll('.confusion')) {
    const svg = matrix.querySelector('svg');
    const readout = matrix.parentElement.querySelector('.readout');
    const cells = [...svg.querySelectorAll('rect.cell')];
    const labels = [...svg.querySelectorAll('text[data-row], text[data-column]')];
    const show = (event) => {
      const cell = event.target.closest('rect.cell');
      labels.forEach((label) => label.classList.toggle('on', cell !== null
        && (label.dataset.row === cell.dataset.row || label.dataset.column === cell.dataset.column)));
      if (cell !== null) {
        readout.textContent = cell.querySelector('title').textContent;
      }
    };
    svg.addEventListener('pointerover', show);
    svg.addEventListener('click', show);

    const size = Number(svg.dataset.cell);
    const buttons = [...matrix.parentElement.querySelectorAll('.orders button')];
    const arrange = (order) => {
      const place = [];
      order.forEach((label, at) => { place[label] = at; });
      const left = Number(svg.dataset.left);
      const top = Number(svg.dataset.top);
      for (const cell of cells) {
        cell.setAttribute('x', left + size * place[cell.dataset.column]);
        cell.setAttribute('y', top + size * place[cell.dataset.row]);
      }
      for (const label of labels) {
        const at = place[label.dataset.row ?? label.dataset.column];
        const shift = size * (at - Number(label.dataset.at));
        label.setAttribute('transform', label.dataset.row === undefined
          ? 'translate(' + shift + ' 0) ' + label.dataset.turn : 'translate(0 ' + shift + ')');
      }
    };
    for (const button of buttons) {
      button.addEventListener('click', () => {
        buttons.forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
        arrange(JSON.parse(button.dataset.order));
      });
    }
  }
})();
