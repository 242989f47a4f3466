// SPDX-License-Identifier: GPL-3.0-or-later
// Makes charts that can be zoomed of those that stand still.
(function () {
  "use strict";
  // Its legend writes styles into elements, which the page does not allow, and is not needed.
  Dygraph.PLUGINS = Dygraph.PLUGINS.filter(function (plugin) { return plugin !== Dygraph.Plugins.Legend; });

  var dashes = {
    "line-1": null, "line-2": [7, 2], "line-3": [3, 2], "line-4": [9, 2, 2, 2], "line-5": [4, 2, 2, 2, 2, 2],
    "line-6": [12, 3], twin: [5, 3]
  };

  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function colorOf(style) {
    return color(style === "twin" ? "soft" : style);
  }

  function year(value) {
    return String(Math.round(value * 100) / 100);
  }

  function short(value) {
    return value === null || isNaN(value) ? "\u2013" : String(Number(value.toPrecision(3)));
  }

  // Rows of [time, [low, middle, high], ...], as dygraphs wants them.
  function rowsOf(data) {
    return data.time.map(function (time, i) {
      return [time].concat(data.curves.map(function (curve) {
        var middle = curve.middle[i];
        return middle === null ? [null, null, null]
          : curve.low ? [curve.low[i], middle, curve.high[i]] : [middle, middle, middle];
      }));
    });
  }

  // Dashed lines at events, with their numbers above.
  function drawMarks(canvas, area, chart, marks) {
    var free = [-1e9, -1e9];
    canvas.save();
    canvas.strokeStyle = color("soft");
    canvas.fillStyle = color("soft");
    canvas.lineWidth = 0.8;
    canvas.font = "600 10px system-ui, sans-serif";
    canvas.textAlign = "center";
    canvas.setLineDash([2, 3]);
    marks.forEach(function (mark) {
      var x = chart.toDomXCoord(mark[0]);
      if (x < area.x - 0.5 || x > area.x + area.w + 0.5) {
        return;
      }
      canvas.beginPath();
      canvas.moveTo(x, area.y);
      canvas.lineTo(x, area.y + area.h);
      canvas.stroke();
      var half = canvas.measureText(mark[1]).width / 2;
      var at = Math.min(Math.max(x, area.x + half + 2), area.x + area.w - half);
      var row = at - half >= free[0] ? 0 : at - half >= free[1] ? 1 : -1;
      if (row >= 0) {
        canvas.fillText(mark[1], at, area.y + 9 + 10 * row);
        free[row] = at + half + 3;
      }
    });
    canvas.restore();
  }

  function themed(data) {
    return {
      colors: data.curves.map(function (curve) { return colorOf(curve.style); }),
      gridLineColor: color("rule"),
      axisLineColor: color("soft")
    };
  }

  function readout(figure, data) {
    var line = document.createElement("p");
    line.className = "readout";
    figure.querySelector(".picture").after(line);
    return {
      show: function (time, row) {
        line.textContent = year(time) + ": " + data.curves.map(function (curve) {
          var range = curve.low ? " (" + short(curve.low[row]) + "\u2013" + short(curve.high[row]) + ")" : "";
          return (data.curves.length > 1 ? curve.label + " " : "") + short(curve.middle[row]) + range;
        }).join(", ");
      },
      hide: function () { line.textContent = ""; }
    };
  }

  function paintKey(canvas, curve) {
    var scale = window.devicePixelRatio || 1;
    canvas.width = 26 * scale;
    canvas.height = 10 * scale;
    var pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.strokeStyle = colorOf(curve.style);
    pen.lineWidth = 2;
    pen.setLineDash(dashes[curve.style] || []);
    pen.beginPath();
    pen.moveTo(0, 5);
    pen.lineTo(26, 5);
    pen.stroke();
  }

  // What the lines are, where there are several; returns what repaints it.
  function addKey(figure, data) {
    if (data.curves.length < 2) {
      return function () {};
    }
    var list = document.createElement("ul");
    list.className = "chart-key";
    var canvases = data.curves.map(function (curve) {
      var item = document.createElement("li");
      var canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      item.append(canvas, curve.label);
      list.append(item);
      return canvas;
    });
    figure.querySelector(".readout").after(list);
    return function () {
      canvases.forEach(function (canvas, i) { paintKey(canvas, data.curves[i]); });
    };
  }

  // The vertical axis is marked as in the drawing that stands still.
  function axisOf(data) {
    return {
      axisLabelWidth: 38,
      ticker: function () {
        return data.values.map(function (value) { return { v: value[0], label: value[1] }; });
      }
    };
  }

  function makeChart(figure) {
    var data = JSON.parse(figure.querySelector("script").textContent);
    var host = document.createElement("div");
    host.className = "live";
    host.setAttribute("role", "img");
    host.setAttribute("aria-labelledby", figure.id + "-title");
    figure.querySelector(".picture").append(host);
    figure.classList.add("is-live");
    var shown = readout(figure, data);
    var series = {};
    data.curves.forEach(function (curve) { series[curve.label] = { strokePattern: dashes[curve.style] }; });
    var options = themed(data);
    Object.assign(options, {
      labels: ["Year"].concat(data.curves.map(function (curve) { return curve.label; })),
      customBars: true,
      fillAlpha: data.curves.length > 1 ? 0.12 : 0.2,
      strokeWidth: 2,
      series: series,
      legend: "never",
      // Some room above for two rows of numbers of events.
      valueRange: [data.range[0], data.range[1] + (data.range[1] - data.range[0]) * 0.12],
      axisLabelFontSize: 11,
      xRangePad: 2,
      animatedZooms: false,
      highlightCircleSize: 3,
      axes: { x: { axisLabelFormatter: year, pixelsPerLabel: 46, axisTickSize: 6 }, y: axisOf(data) },
      highlightCallback: function (event, time, points, row) { shown.show(time, row); },
      unhighlightCallback: shown.hide,
      underlayCallback: function (canvas, area, chart) { drawMarks(canvas, area, chart, data.marks); }
    });
    var chart = new Dygraph(host, rowsOf(data), options);
    var paint = addKey(figure, data);
    paint();
    figure.chart = chart;
    return {
      dygraph: chart,
      first: data.time[0],
      last: data.time[data.time.length - 1],
      repaint: function () {
        paint();
        chart.updateOptions(themed(data));
      }
    };
  }

  // Buttons do with the keyboard what the mouse does in a chart.
  function addButtons(figures, charts) {
    var first = charts[0].first;
    var last = charts[0].last;
    var bar = document.createElement("div");
    bar.className = "zoom";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Time shown in the charts");
    function show(from, to) {
      var width = Math.min(to - from, last - first);
      from = Math.max(first, Math.min(from, last - width));
      var whole = width >= last - first - 1e-9;
      charts[0].dygraph.updateOptions({ dateWindow: whole ? null : [from, from + width] });
    }
    function button(label, act) {
      var one = document.createElement("button");
      one.type = "button";
      one.textContent = label;
      one.addEventListener("click", function () {
        var range = charts[0].dygraph.xAxisRange();
        act(range[0], range[1], range[1] - range[0]);
      });
      bar.append(one);
    }
    button("Zoom in", function (a, b, width) { show(a + width / 4, b - width / 4); });
    button("Zoom out", function (a, b, width) { show(a - width / 2, b + width / 2); });
    button("Earlier", function (a, b, width) { show(a - width / 2, b - width / 2); });
    button("Later", function (a, b, width) { show(a + width / 2, b + width / 2); });
    button("Whole time", function () { show(first, last); });
    bar.append("or drag in a chart; double-click shows all again");
    figures.before(bar);
  }

  var all = [];
  document.querySelectorAll("[data-part]").forEach(function (part) {
    var figures = Array.prototype.filter.call(part.querySelectorAll("figure"), function (figure) {
      return figure.querySelector("script") !== null;
    });
    if (figures.length === 0) {
      return;
    }
    var charts = figures.map(makeChart);
    if (charts.length > 1) {
      Dygraph.synchronize(charts.map(function (chart) { return chart.dygraph; }), { range: false });
    }
    addButtons(figures[0].parentNode, charts);
    all = all.concat(charts);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    all.forEach(function (chart) { chart.repaint(); });
  });
}());
