# bash completion for assay
complete -o default -o bashdefault -C assay assay
