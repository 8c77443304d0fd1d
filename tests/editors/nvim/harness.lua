---A few lines of test runner: named tests in order, each with a reason when it fails; the exit code says whether all passed.
local M = { failures = 0, count = 0 }

---@param text string
local function say(text)
  io.stdout:write(text .. "\n")
  io.stdout:flush()
end

---@param name string
---@param body fun()
function M.test(name, body)
  M.count = M.count + 1
  local begun = vim.uv.hrtime()
  local ok, why = xpcall(body, debug.traceback)
  local milliseconds = (vim.uv.hrtime() - begun) / 1e6
  if ok then
    say(("ok    %s (%.0f ms)"):format(name, milliseconds))
  else
    M.failures = M.failures + 1
    say(("FAIL  %s\n      %s"):format(name, tostring(why):gsub("\n", "\n      ")))
  end
end

---Waits until `probe` gives something; its value is returned. Fails after ten seconds, saying what was waited for.
---@generic T
---@param what string
---@param probe fun(): T?
---@return T
function M.eventually(what, probe)
  local value
  vim.wait(10000, function()
    value = probe()
    return value ~= nil and value ~= false
  end, 20)
  if not value then
    error("never came: " .. what, 2)
  end
  return value
end

---@param got any
---@param want any
---@param what? string
function M.equal(got, want, what)
  if not vim.deep_equal(got, want) then
    error(("%s: got %s, want %s"):format(what or "value", vim.inspect(got), vim.inspect(want)), 2)
  end
end

---@param text string
---@param part string
function M.contains(text, part)
  if not tostring(text):find(part, 1, true) then
    error(("%q is not in:\n%s"):format(part, text), 2)
  end
end

---Prints the sum and leaves Neovim: exit code 0 only when every test passed.
function M.finish()
  say(("%d tests, %d failed (Neovim %s)"):format(M.count, M.failures, tostring(vim.version())))
  vim.cmd(M.failures == 0 and "qall!" or "1cquit!")
end

return M
