; PathAdd and un.PathRemove add a folder to the person's own PATH and remove it. A text in NSIS has at most 1,023
; characters and a PATH is often longer, so it is read, changed and written in memory of its own, with its type.
!define ENVIRONMENT "Environment"

; ReadPath opens HKCU\Environment and leaves: $1 key, $2 type (1 or 2), $3 memory with ";", the PATH and ";",
; $4 the length of the PATH, $6 that of the folder in $0, $9 the PATH in $3. $3 has room for the folder besides. $5 is 0
; where all went well. $0 to $9 change.
!macro ReadPath
	StrLen $6 "$0"
	System::Call "advapi32::RegCreateKeyExW(p 0x80000001, w '${ENVIRONMENT}', i 0, p 0, i 0, \
i 0x20019|0x20006, p 0, *p .r1, p 0) i .r5"
	${If} $5 = 0
		StrCpy $2 2 ; REG_EXPAND_SZ, where there is no PATH yet
		StrCpy $7 0
		System::Call "advapi32::RegQueryValueExW(p r1, w 'Path', p 0, *i .r2, p 0, *i .r7) i .r5"
		IntOp $8 $7 + $6
		IntOp $8 $8 + $6
		IntOp $8 $8 + 64
		System::Alloc $8
		Pop $3
		System::Call "kernel32::RtlZeroMemory(p r3, i r8)"
		IntOp $9 $3 + 2
		${If} $5 = 0
			System::Call "advapi32::RegQueryValueExW(p r1, w 'Path', p 0, p 0, p r9, *i r7) i .r5"
		${ElseIf} $5 = 2 ; there is no PATH
			StrCpy $5 0
			StrCpy $2 2
		${EndIf}
		System::Call "kernel32::lstrlenW(p r9) i .r4"
		System::Call "kernel32::RtlMoveMemory(p r3, w ';', i 2)"
		System::Call "kernel32::lstrcatW(p r3, w ';')"
	${EndIf}
!macroend

; WritePath writes the PATH at $9 with the type $2, and tells other programs.
!macro WritePath
	System::Call "kernel32::lstrlenW(p r9) i .r4"
	IntOp $4 $4 + 1
	IntOp $4 $4 * 2
	System::Call "advapi32::RegSetValueExW(p r1, w 'Path', i 0, i r2, p r9, i r4) i .r5"
	SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:${ENVIRONMENT}" /TIMEOUT=500
!macroend

Function PathAdd
	Exch $0
	!insertmacro ReadPath
	${If} $5 = 0
	${AndIf} $2 >= 1
	${AndIf} $2 <= 2
		System::Call "shlwapi::StrStrIW(p r3, w ';$0;') p .r8"
		${If} $8 = 0
			; ";PATH;" gets the folder at its end; the first ";" is left out.
			${If} $4 = 0
				IntOp $9 $3 + 4
			${EndIf}
			System::Call "kernel32::lstrcatW(p r3, w '$0')"
			!insertmacro WritePath
		${EndIf}
	${Else}
		DetailPrint "PATH could not be read, so it was left as it is."
	${EndIf}
	System::Free $3
	System::Call "advapi32::RegCloseKey(p r1)"
	Pop $0
FunctionEnd

Function un.PathRemove
	Exch $0
	!insertmacro ReadPath
	${If} $5 = 0
	${AndIf} $2 >= 1
	${AndIf} $2 <= 2
		System::Call "shlwapi::StrStrIW(p r3, w ';$0;') p .r8"
		${If} $8 <> 0
			; What follows the folder moves to its place, over the ";" before it.
			IntOp $6 $6 + 1
			IntOp $6 $6 * 2
			IntOp $6 $6 + $8
			System::Call "kernel32::lstrlenW(p r6) i .r7"
			IntOp $7 $7 + 1
			IntOp $7 $7 * 2
			System::Call "kernel32::RtlMoveMemory(p r8, p r6, i r7)"
			; The ";" that was added at the end is removed.
			System::Call "kernel32::lstrlenW(p r9) i .r4"
			${If} $4 > 0
				IntOp $4 $4 - 1
				IntOp $4 $4 * 2
				IntOp $4 $4 + $9
				System::Call "kernel32::RtlZeroMemory(p r4, i 2)"
			${EndIf}
			!insertmacro WritePath
			${If} $4 <= 2 ; nothing else was in it
				System::Call "advapi32::RegDeleteValueW(p r1, w 'Path')"
			${EndIf}
		${EndIf}
	${EndIf}
	System::Free $3
	System::Call "advapi32::RegCloseKey(p r1)"
	Pop $0
FunctionEnd
