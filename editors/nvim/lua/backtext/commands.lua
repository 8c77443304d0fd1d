---`:Backtext` and its subcommands.
local M = {}

---@type table<string, { run: fun(arguments: string[]), complete?: string[], desc: string }>
M.subcommands = {
  check = {
    desc = "Check the workspace; claims without backing go to the quickfix list",
    run = function()
      require("backtext.claims").check()
    end,
  },
  graph = {
    desc = "Show who relates to whom, with statements",
    run = function()
      require("backtext.graph").show()
    end,
  },
  next = {
    desc = "Go to the next claim without full backing",
    run = function()
      require("backtext.claims").jump()
    end,
  },
  prev = {
    desc = "Go to the previous claim without full backing",
    run = function()
      require("backtext.claims").jump(true)
    end,
  },
  evidence = {
    desc = "Show the passage behind the claim under the cursor",
    complete = { "float", "split", "vsplit" },
    run = function(arguments)
      require("backtext.evidence").show(arguments[1])
    end,
  },
  log = {
    desc = "Open Neovim's log of language servers",
    run = function()
      local log = vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename() or vim.lsp.get_log_path()
      vim.cmd.tabedit(vim.fn.fnameescape(log))
      vim.cmd("normal! G")
    end,
  },
  restart = {
    desc = "Stop the server and start it again",
    run = function()
      require("backtext.client").restart()
    end,
  },
}

---@param typed string
---@param line string
---@return string[]
local function complete(typed, line)
  local words = vim.split(vim.trim(line), "%s+")
  local subcommand = M.subcommands[words[2] or ""]
  local offered = subcommand and (#words > 2 or typed == "") and (subcommand.complete or {}) or vim.tbl_keys(M.subcommands)
  table.sort(offered)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, typed)
  end, offered)
end

function M.define()
  vim.api.nvim_set_hl(0, "BacktextEvidence", { link = "Visual", default = true })
  vim.api.nvim_create_user_command("Backtext", function(command)
    local name = command.fargs[1]
    local subcommand = M.subcommands[name]
    if not subcommand then
      vim.notify("backtext: no subcommand " .. name, vim.log.levels.ERROR)
      return
    end
    subcommand.run(vim.list_slice(command.fargs, 2))
  end, { nargs = "+", complete = complete, desc = "Backtext: is this claim backed?" })
end

return M
