---The relationships of the workspace in a buffer: pairs of actors with their statements folded under them.
local client = require("backtext.client")

local M = {}

---@param edge backtext.Edge
---@param names table<string, string>
---@return string
local function heading(edge, names)
  local span = ""
  if edge.first and edge.first ~= vim.NIL then
    local last = edge.last ~= vim.NIL and edge.last or edge.first
    span = edge.first == last and ("  " .. edge.first) or ("  %s–%s"):format(edge.first, last)
  end
  return ("%s ↔ %s · %s  cooperation %d, conflict %d%s"):format(
    names[edge.pair[1]] or edge.pair[1],
    names[edge.pair[2]] or edge.pair[2],
    edge.stance,
    edge.cooperation,
    edge.conflict,
    span
  )
end

---@param statement backtext.Statement
---@return string
local function describe(statement)
  local when = statement.start and statement.start ~= vim.NIL and statement.start or ""
  local quote = (statement.quote or ""):gsub("%s+", " ")
  return ("    %-4s %s %s · “%s” — %s:%d"):format(when, statement.polarity, statement.mode, quote, statement.source, statement.line)
end

---@param graph backtext.Graph
---@return string[] lines
---@return table<integer, backtext.Statement> statements by line, from 1
function M.render(graph)
  local names = {}
  for _, node in ipairs(graph.nodes or {}) do
    names[node.id] = node.name
  end
  local edges = vim.list_extend({}, graph.edges or {})
  table.sort(edges, function(a, b)
    return #a.statements > #b.statements
  end)
  local lines = { ("%d actors, %d relationships   <CR> opens the source, za unfolds, q closes"):format(#(graph.nodes or {}), #edges), "" }
  local places = {}
  for _, edge in ipairs(edges) do
    table.insert(lines, heading(edge, names))
    if edge.disputes and #edge.disputes > 0 then
      table.insert(lines, "    disputes: " .. table.concat(edge.disputes, ", "))
    end
    for _, statement in ipairs(edge.statements) do
      table.insert(lines, describe(statement))
      places[#lines] = statement
    end
  end
  return lines, places
end

---The file of a statement's source: what the server says, else the one under the root whose stem is the id.
---@param statement backtext.Statement
---@param root string
---@return string?
local function file_of(statement, root)
  if statement.uri and statement.uri ~= vim.NIL then
    return vim.uri_to_fname(statement.uri)
  end
  return vim.fs.find(function(name)
    return vim.fn.fnamemodify(name, ":r") == statement.source
  end, { path = root, type = "file", limit = 1 })[1]
end

---@param statement backtext.Statement?
---@param root string
local function open(statement, root)
  local file = statement and file_of(statement, root)
  if not statement or not file then
    return
  end
  vim.cmd.split(vim.fn.fnameescape(file))
  local line = math.max(1, math.min(statement.line, vim.api.nvim_buf_line_count(0)))
  local text = vim.api.nvim_buf_get_lines(0, line - 1, line, false)[1] or ""
  local column = text:find(statement.quote or "", 1, true) or 1
  vim.api.nvim_win_set_cursor(0, { line, column - 1 })
  vim.cmd("normal! zvzz")
end

---The fold of a line: headings open a fold for the lines indented under them.
---@return string
function M.foldexpr()
  return vim.fn.getline(vim.v.lnum):match("^    ") and "1" or "0"
end

---Asks the server for the graph and shows it in a split.
function M.show()
  client.request("backtext/graph", vim.empty_dict(), function(graph, server)
    if type(graph) ~= "table" then
      return
    end
    local lines, places = M.render(graph)
    vim.cmd("botright new")
    local bufnr = vim.api.nvim_get_current_buf()
    vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
    vim.bo[bufnr].buftype = "nofile"
    vim.bo[bufnr].bufhidden = "wipe"
    vim.bo[bufnr].swapfile = false
    vim.bo[bufnr].modifiable = false
    vim.bo[bufnr].filetype = "backtext-graph"
    vim.wo.wrap = false
    vim.wo.foldmethod = "expr"
    vim.wo.foldexpr = "v:lua.require'backtext.graph'.foldexpr()"
    vim.wo.foldlevel = #(graph.edges or {}) <= 5 and 1 or 0
    local root = server.root_dir or vim.uv.cwd() or "."
    vim.keymap.set("n", "<CR>", function()
      open(places[vim.api.nvim_win_get_cursor(0)[1]], root)
    end, { buffer = bufnr, desc = "Open the source of this statement" })
    vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = bufnr, desc = "Close the graph" })
  end)
end

return M
