---`:checkhealth backtext`.
local config = require("backtext.config")
local root = require("backtext.root")

local M = {}

local function check_neovim()
  if vim.fn.has("nvim-0.11") == 1 then
    vim.health.ok("Neovim " .. tostring(vim.version()) .. ": the server starts by vim.lsp.enable")
  elseif vim.fn.has("nvim-0.10") == 1 then
    vim.health.ok("Neovim " .. tostring(vim.version()) .. ": the server starts by vim.lsp.start")
  else
    vim.health.error("Neovim 0.10 or later is needed")
  end
end

local function check_server()
  local cmd = config.get().cmd
  if vim.fn.executable(cmd[1]) ~= 1 then
    vim.health.error(("the server `%s` is not on PATH"):format(cmd[1]), {
      "install it with `cargo install --path .` in a clone of Backtext",
      "or name it: require('backtext').setup{ cmd = { '/path/to/backtext', 'lsp' } }",
    })
    return
  end
  local done = vim.system({ cmd[1], "--version" }, { text = true, timeout = 5000 }):wait()
  if done.code == 0 then
    vim.health.ok(("%s: %s"):format(vim.fn.exepath(cmd[1]), vim.trim(done.stdout or "")))
  else
    vim.health.error(("`%s --version` failed: %s"):format(cmd[1], vim.trim(done.stderr or "")))
  end
end

local function check_workspace()
  local here = vim.uv.cwd() or "."
  local dir = root.find(here, config.get().root_markers)
  if not dir then
    vim.health.warn("the working folder lies in no workspace: notes in it are checked alone, without sources", {
      "start one with `backtext init`, or make a folder `sources` beside your notes",
    })
    return
  end
  vim.health.ok("workspace: " .. dir)
  if vim.uv.fs_stat(vim.fs.joinpath(dir, "backtext.toml")) then
    vim.health.ok("backtext.toml is there")
  elseif vim.uv.fs_stat(vim.fs.joinpath(dir, "sources")) then
    vim.health.ok("no backtext.toml: sources are those under sources/")
  else
    vim.health.warn("neither backtext.toml nor sources/ there: no claim can be held against anything")
  end
end

local function check_running()
  local clients = vim.lsp.get_clients({ name = "backtext" })
  if #clients == 0 then
    vim.health.info("no server runs now: open a note")
  end
  for _, client in ipairs(clients) do
    local buffers = vim.tbl_count(client.attached_buffers)
    vim.health.ok(("running: client %d, %d buffers, %s, root %s"):format(client.id, buffers, client.offset_encoding, client.root_dir or "none"))
  end
  local line = require("backtext.status").line()
  if line ~= "" then
    vim.health.info("status: " .. line)
  end
end

function M.check()
  vim.health.start("backtext")
  check_neovim()
  check_server()
  check_workspace()
  check_running()
end

return M
