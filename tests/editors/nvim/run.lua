-- Drives the plugin in a real Neovim against the real server. Started by `tests/editors/run` with the plugin installed as
-- a built-in package, the working folder a copy of `tests/sample`, and the server on PATH.
local here = vim.fs.dirname(debug.getinfo(1, "S").source:sub(2))
package.path = here .. "/?.lua;" .. package.path
local h = require("harness")
local test, eventually, equal, contains = h.test, h.eventually, h.equal, h.contains

local workspace = vim.uv.fs_realpath(vim.uv.cwd())

-- Messages would wait for a key press in a person's Neovim; here they are kept, to be asserted on.
local notified = {}
vim.notify = function(message)
  table.insert(notified, message)
end

---@param path string
---@param text string
local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

---@param path string
---@return string
local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

---Line (from 0) and byte column of a text in the current buffer.
---@param text string
---@return integer, integer
local function find(text)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      return row - 1, column - 1
    end
  end
  error("not in the buffer: " .. text, 2)
end

local function client()
  return vim.lsp.get_clients({ name = "backtext", bufnr = 0 })[1]
end

---@param rule string
---@return vim.Diagnostic?
local function flag(rule)
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    if diagnostic.code == rule then
      return diagnostic
    end
  end
end

---@param method string
---@param params table
---@return any
local function ask(method, params)
  local answer, why = client():request_sync(method, params, 10000, 0)
  assert(answer, why)
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

---@param text string
---@return lsp.TextDocumentPositionParams
local function at(text)
  local row, column = find(text)
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
  return vim.lsp.util.make_position_params(0, client().offset_encoding)
end

local function open(path)
  vim.cmd.edit(vim.fs.joinpath(workspace, path))
  eventually("the server of " .. path, function()
    local server = client()
    return server and server.initialized
  end)
end

test("a note gets the server, rooted at the folder of backtext.toml", function()
  open("notes/water.md")
  equal(client().root_dir, workspace)
end)

test("the wrong year is flagged, on the year alone", function()
  local found = eventually("figure-mismatch", function()
    return flag("figure-mismatch")
  end)
  local row, column = find("1947")
  equal({ found.lnum, found.col, found.end_col }, { row, column, column + 4 }, "range")
  equal(found.severity, vim.diagnostic.severity.ERROR, "severity")
  contains(found.message, "1974")
end)

test("hover on the flagged year says what the source says", function()
  local hover = ask("textDocument/hover", at("1947"))
  contains(hover.contents.value, "1974")
end)

test("hover opens a float with K", function()
  at("1947")
  vim.lsp.buf.hover()
  local window = eventually("the float", function()
    for _, candidate in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(candidate).relative ~= "" then
        return candidate
      end
    end
  end)
  contains(table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n"), "1974")
  vim.api.nvim_win_close(window, true)
end)

---@param result table
---@return table<string, lsp.CompletionItem>
local function labels(result)
  local found = {}
  for _, item in ipairs(result.items or result) do
    found[item.label] = item
  end
  return found
end

test("completion offers sources after [@ and accepts one", function()
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { "", "The river is long [@luw" })
  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_win_set_cursor(0, { last, 22 })
  local params = vim.lsp.util.make_position_params(0, client().offset_encoding)
  params.position.character = 23
  eventually("luwezi-river", function()
    local answer = client():request_sync("textDocument/completion", params, 10000, 0)
    return answer and answer.result and labels(answer.result)["luwezi-river"]
  end)
  -- As a person would: the native completion of Neovim, with a key to accept.
  vim.lsp.completion.enable(true, client().id, 0, { autotrigger = false })
  vim.api.nvim_feedkeys(vim.keycode("A<C-x><C-o>"), "n", false)
  -- Keys that are fed are only read when Neovim gets back to its main loop, so the rest of the story is a timer's.
  local accepted
  vim.defer_fn(function()
    vim.api.nvim_feedkeys(vim.keycode("<C-y><Esc>"), "n", false)
  end, 800)
  vim.defer_fn(function()
    accepted = vim.api.nvim_buf_get_lines(0, last - 1, last, false)[1]
    vim.api.nvim_feedkeys(vim.keycode("<Ignore>"), "n", false)
  end, 1200)
  vim.api.nvim_feedkeys("", "x!", false)
  contains(accepted or vim.api.nvim_buf_get_lines(0, last - 1, last, false)[1], "[@luwezi-river")
  vim.cmd("silent! undo 0 | silent! edit!")
end)

test("completion comes while ten letters are typed, one every 30 ms", function()
  -- In another Neovim, which has a screen and gets its keys as from a keyboard.
  local other = vim.fn.jobstart({ vim.v.progpath, "--embed", "-i", "NONE", "-n" }, { rpc = true })
  vim.rpcrequest(other, "nvim_ui_attach", 100, 30, vim.empty_dict())
  local function there(code)
    return vim.rpcrequest(other, "nvim_exec_lua", code, {})
  end
  vim.rpcrequest(other, "nvim_command", "edit notes/talks.md")
  eventually("its server", function()
    return true == there([[
      local server = vim.lsp.get_clients({ name = "backtext", bufnr = 0 })[1]
      if server and server.initialized and #vim.diagnostic.get(0) > 0 then
        notified = {}
        -- As Neovim's help recommends for completion while typing.
        vim.o.completeopt = "menuone,noselect,popup"
        vim.notify_once = function(message) table.insert(notified, message) end
        vim.lsp.completion.enable(true, server.id, 0, { autotrigger = true })
        return true
      end
    ]])
  end)
  vim.rpcrequest(other, "nvim_input", "GoThe river is long [")
  for key in ("@luwezi-ri"):gmatch(".") do
    vim.wait(30)
    vim.rpcrequest(other, "nvim_input", key)
  end
  local offered = eventually("the list", function()
    local labels = there([[
      local info = vim.fn.complete_info({ "pum_visible", "items" })
      return info.pum_visible == 1 and vim.tbl_map(function(item) return item.abbr end, info.items) or {}
    ]])
    return #labels > 0 and labels
  end)
  equal(offered[1], "luwezi-river", "what is offered")
  vim.rpcrequest(other, "nvim_input", "<C-n><C-y><Esc>")
  eventually("the citation", function()
    return there("return vim.api.nvim_get_current_line()") == "The river is long [@luwezi-river]"
  end)
  equal(there("return notified"), {}, "messages")
  vim.fn.jobstop(other)
end)

test("the quick fix changes the year and the flag goes", function()
  eventually("figure-mismatch", function()
    return flag("figure-mismatch")
  end)
  at("1947")
  local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.lsp.buf.code_action({
    apply = true,
    context = { only = { "quickfix" } },
    filter = function(action)
      return action.title:find("1974", 1, true) ~= nil
    end,
  })
  eventually("the year of the source in the note", function()
    return pcall(find, "Luwezi River Treaty in 1974")
  end)
  local after = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  for i, line in ipairs(before) do
    equal(after[i], (line:gsub("1947", "1974")), "line " .. i)
  end
  eventually("no figure-mismatch", function()
    return flag("figure-mismatch") == nil
  end)
  vim.cmd("undo")
  eventually("figure-mismatch after undo", function()
    return flag("figure-mismatch")
  end)
end)

test("rename changes an actor in the note and keeps the sources", function()
  open("notes/security.md")
  local source = read("sources/border-briefing.txt")
  at("EPRF")
  local edit = ask("textDocument/rename", vim.tbl_extend("force", at("EPRF"), { newName = "NPRF" }))
  assert(edit, "no edit")
  vim.lsp.util.apply_workspace_edit(edit, client().offset_encoding)
  find("NPRF has fought both governments")
  equal(read("sources/border-briefing.txt"), source, "source")
  vim.cmd("silent! bufdo! edit!")
  open("notes/water.md")
end)

test(":Backtext next and prev walk the flagged claims", function()
  eventually("figure-mismatch", function()
    return flag("figure-mismatch")
  end)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  local seen = {}
  for _ = 1, 20 do
    vim.cmd("Backtext next")
    local cursor = vim.api.nvim_win_get_cursor(0)
    if seen[1] and vim.deep_equal(seen[1], cursor) then
      break
    end
    table.insert(seen, cursor)
  end
  local row, column = find("1947")
  assert(vim.iter(seen):any(function(cursor)
    return vim.deep_equal(cursor, { row + 1, column })
  end), "the year was not visited: " .. vim.inspect(seen))
  vim.cmd("Backtext prev")
  equal(vim.api.nvim_win_get_cursor(0), seen[#seen], "prev from the first goes around")
end)

test(":Backtext evidence shows the passage in a float, and the source in a split", function()
  at("1947")
  vim.cmd("Backtext evidence")
  local window = eventually("the float", function()
    for _, candidate in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(candidate).relative ~= "" then
        return candidate
      end
    end
  end)
  local float = vim.api.nvim_win_get_buf(window)
  contains(table.concat(vim.api.nvim_buf_get_lines(float, 0, -1, false), "\n"), "1974")
  local mark = eventually("the passage marked", function()
    return vim.iter(vim.api.nvim_buf_get_extmarks(float, -1, 0, -1, { details = true })):find(function(found)
      return found[4].hl_group == "BacktextEvidence"
    end)
  end)
  local marked = vim.api.nvim_buf_get_text(float, mark[2], mark[3], mark[4].end_row, mark[4].end_col, {})[1]
  equal(marked, "Zambia and Malawi signed the Luwezi River Treaty in 1974.")
  vim.api.nvim_win_close(window, true)
  at("1947")
  vim.cmd("Backtext evidence split")
  eventually("the source in a split", function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == "luwezi-river.md"
  end)
  equal(#vim.api.nvim_tabpage_list_wins(0), 2, "windows")
  vim.cmd("close")
end)

test(":Backtext check fills the quickfix list from the whole workspace", function()
  vim.cmd("Backtext check")
  local list = eventually("the quickfix list", function()
    local items = vim.fn.getqflist()
    return #items > 0 and items
  end)
  local hit = vim.iter(list):find(function(item)
    return item.text:find("figure-mismatch", 1, true) and vim.api.nvim_buf_get_name(item.bufnr):find("water.md", 1, true)
  end)
  assert(hit, "the year is not in the list")
  vim.cmd("cclose")
  local row, column = find("1947")
  equal({ hit.lnum, hit.col, hit.type }, { row + 1, column + 1, "E" }, "place")
end)

test(":Backtext graph lists relationships and opens their source", function()
  vim.cmd("Backtext graph")
  eventually("the graph", function()
    return vim.bo.filetype == "backtext-graph"
  end)
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
  contains(text, "↔")
  local row = vim.iter(vim.api.nvim_buf_get_lines(0, 0, -1, false)):enumerate():find(function(_, line)
    return line:find("“", 1, true) ~= nil
  end)
  vim.cmd("normal! zR")
  vim.api.nvim_win_set_cursor(0, { row, 0 })
  vim.api.nvim_feedkeys(vim.keycode("<CR>"), "mx", false)
  contains(vim.api.nvim_buf_get_name(0), "/sources/")
  vim.cmd("only! | edit " .. vim.fn.fnameescape(workspace .. "/notes/water.md"))
end)

test("a source edited behind the editor's back changes the verdict", function()
  eventually("figure-mismatch", function()
    return flag("figure-mismatch")
  end)
  -- A source that is open in a buffer counts as it is there, so none may be.
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(bufnr):find("/sources/", 1, true) then
      vim.api.nvim_buf_delete(bufnr, { force = true })
    end
  end
  local source = read("sources/luwezi-river.md")
  -- Neovim asks for watched files one tick after the server registered them; give the watcher time to stand.
  vim.wait(500)
  write("sources/luwezi-river.md", (source:gsub("1974", "1947")))
  local ok, why = pcall(eventually, "no figure-mismatch on the year", function()
    local found = flag("figure-mismatch")
    return found == nil or found.lnum ~= (find("1947"))
  end)
  write("sources/luwezi-river.md", source)
  assert(ok, why)
  eventually("figure-mismatch again", function()
    return flag("figure-mismatch")
  end)
end)

test("status comes to the statusline", function()
  contains(eventually("a status", function()
    local line = require("backtext").status()
    return line ~= "" and line
  end), "backed")
end)

test("a killed server comes back with :Backtext restart", function()
  local first = client().id
  local killed = vim.fn.systemlist({ "pgrep", "-P", tostring(vim.fn.getpid()), "-f", "backtext" })
  assert(#killed > 0, "no server process found")
  for _, pid in ipairs(killed) do
    vim.uv.kill(tonumber(pid), "sigkill")
  end
  eventually("the death to be noticed", function()
    return client() == nil
  end)
  vim.cmd("Backtext restart")
  eventually("a new server", function()
    local server = client()
    return server and server.initialized and server.id ~= first
  end)
  eventually("figure-mismatch", function()
    return flag("figure-mismatch")
  end)
end)

test(":Backtext restart of a running server gives a new one", function()
  local first = client().id
  vim.cmd("Backtext restart")
  eventually("a new server", function()
    local server = client()
    return server and server.initialized and server.id ~= first
  end)
  equal(#vim.lsp.get_clients({ name = "backtext" }), 1, "servers")
end)

test("setup{} changes settings; an unknown option is named", function()
  require("backtext").setup({ settings = { rules = { ["figure-mismatch"] = "off" } }, colour = "red" })
  contains(table.concat(notified, "\n"), '"colour"')
  vim.cmd("Backtext restart")
  open("notes/water.md")
  vim.wait(1500)
  equal(flag("figure-mismatch"), nil, "a rule that is off")
  require("backtext").setup({})
  vim.cmd("Backtext restart")
  eventually("figure-mismatch", function()
    return flag("figure-mismatch")
  end)
  -- However a server is started, by the plugin or by Neovim, it has the settings of now.
  vim.lsp.enable("backtext", false)
  eventually("no server", function()
    return client() == nil
  end)
  vim.lsp.enable("backtext")
  open("notes/water.md")
  eventually("figure-mismatch after vim.lsp.enable", function()
    return flag("figure-mismatch")
  end)
end)

test("neither home nor / is ever a root", function()
  local root = require("backtext.root")
  local home = vim.uv.os_homedir()
  vim.fn.mkdir(home .. "/.git", "p")
  vim.fn.mkdir(home .. "/letters", "p")
  equal(root.find(home .. "/letters/a.md"), nil)
  equal(root.refused("/"), true)
  equal(root.find(workspace .. "/notes/water.md"), workspace)
end)

test("without vim.lsp.config (Neovim 0.10) the server starts by vim.lsp.start", function()
  vim.lsp.enable("backtext", false)
  for _, server in ipairs(vim.lsp.get_clients({ name = "backtext" })) do
    server:stop(true)
  end
  eventually("no server", function()
    return #vim.lsp.get_clients({ name = "backtext" }) == 0
  end)
  local kept = vim.lsp.config
  vim.lsp.config = nil
  require("backtext.client").enable()
  vim.lsp.config = kept
  vim.cmd.edit(vim.fs.joinpath(workspace, "notes/talks.md"))
  local server = eventually("a server", function()
    return client()
  end)
  eventually("its first answer", function()
    return server.initialized
  end)
  equal(server.root_dir, workspace)
end)

test(":checkhealth backtext finds no fault", function()
  vim.cmd("checkhealth backtext")
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
  contains(text, "workspace: " .. workspace)
  contains(text, "running: client")
  assert(not text:find("ERROR", 1, true), text)
  assert(not text:find("WARNING", 1, true), text)
end)

test("packadd, and a plugin manager, bring it to life", function()
  local plugin = vim.uv.fs_realpath(vim.fn.stdpath("data") .. "/site/pack/backtext/start/backtext")
  local pack = vim.fn.tempname()
  vim.fn.mkdir(pack .. "/pack/any/opt", "p")
  assert(vim.uv.fs_symlink(plugin, pack .. "/pack/any/opt/backtext"))
  for name, code in pairs({
    packadd = ("vim.opt.packpath:prepend(%q); vim.cmd.packadd('backtext')"):format(pack),
    -- What lazy.nvim does with `{ dir = …, opts = {} }`: the folder on the path, its plugin files, then setup with the options.
    manager = ("vim.opt.rtp:append(%q); vim.cmd.source(%q); require('backtext').setup({})"):format(plugin, plugin .. "/plugin/backtext.lua"),
  }) do
    local other = vim.fn.jobstart({ vim.v.progpath, "--clean", "--embed", "--headless", "-n" }, { rpc = true })
    vim.rpcrequest(other, "nvim_exec_lua", code, {})
    vim.rpcrequest(other, "nvim_command", "edit notes/water.md")
    eventually("a flag by " .. name, function()
      return vim.rpcrequest(other, "nvim_exec_lua", "return #vim.diagnostic.get(0)", {}) > 0
    end)
    vim.fn.jobstop(other)
  end
end)

test("the help file has its tags", function()
  vim.cmd("helptags ALL")
  vim.cmd("help backtext-commands")
  equal(vim.fs.basename(vim.api.nvim_buf_get_name(0)), "backtext.txt")
end)

h.finish()
