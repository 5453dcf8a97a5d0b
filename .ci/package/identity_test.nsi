; Exits with 0 where identity.nsh writes the name as a property store reads it, and 1 otherwise. Wine has such stores in
; memory, and none in a shortcut.
Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "${OUT}"
!include identity.nsh

Section
	SetErrorLevel 1
	System::Call 'propsys::PSCreateMemoryPropertyStore(g"${IID_IPropertyStore}",*p.r3)i.r4'
	${If} $4 = 0
		!insertmacro SetIdentity $3 r5
		System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r7'
		System::Call '*${SYSSTRUCT_PROPVARIANT}()p.r9'
		${IPropertyStore::GetValue} $3 '(r7,r9).r6'
		System::Call '*$9(&i2.r1,&i6,p.r8)'
		System::Call '*$8(&w64.r2)'
		${If} $5 = 0
		${AndIf} $6 = 0
		${AndIf} $1 = ${VT_LPWSTR}
		${AndIf} $2 == "${IDENTITY}"
			SetErrorLevel 0
		${EndIf}
	${EndIf}
	CreateShortcut "$EXEDIR\identity.lnk" "$SYSDIR\notepad.exe"
	Push "$EXEDIR\identity.lnk"
	Call Identify
SectionEnd
