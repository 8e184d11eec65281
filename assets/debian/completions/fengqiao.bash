# 由程序自己给出,与命令一致
eval "$(fengqiao completions bash)"
